import ts from 'typescript';

import type { SourceFile } from './floors.js';

/** The figures by which the look of the code is judged. */
export interface StyleFigures {
  readonly files: number;
  /** Lines of a file. */
  readonly medianFileLines: number;
  readonly ninetiethFileLines: number;
  /** Lines of a function that has a name: declared, a method, a constructor or an accessor; signature and braces count. */
  readonly medianFunctionLines: number;
  /** Exported declarations that have a comment of their own, percent. What is exported again from another file counts there only. */
  readonly documentedPercent: number;
  /** How often a type is `any`. */
  readonly anyCount: number;
}

export function styleFigures(files: readonly SourceFile[]): StyleFigures {
  const parsed = files.map(({ file, text }) => ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  const fileLines = parsed.map((file) => file.text.replace(/\n$/, '').split('\n').length);
  const nodes = parsed.flatMap((file) => [...nodesBelow(file)]);
  const exported = parsed.flatMap((file) => file.statements.filter(isExported));
  const documented = exported.filter((statement) => ts.getJSDocCommentsAndTags(statement).length > 0);
  return {
    files: files.length,
    medianFileLines: quantile(fileLines, 0.5),
    ninetiethFileLines: quantile(fileLines, 0.9),
    medianFunctionLines: quantile(nodes.filter(isNamedFunction).map(linesOf), 0.5),
    documentedPercent: (documented.length / exported.length) * 100,
    anyCount: nodes.filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword).length,
  };
}

function* nodesBelow(node: ts.Node): Generator<ts.Node> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) {
    yield child;
    yield* nodesBelow(child);
  }
}

function isNamedFunction(node: ts.Node): boolean {
  const isNamed =
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isConstructorDeclaration(node) ||
    ts.isAccessor(node);
  return isNamed && node.body !== undefined;
}

function isExported(statement: ts.Statement): boolean {
  const modifiers = ts.canHaveModifiers(statement) ? ts.getModifiers(statement) : undefined;
  return modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) ?? false;
}

function linesOf(node: ts.Node): number {
  const file = node.getSourceFile();
  const lineAt = (position: number) => file.getLineAndCharacterOfPosition(position).line;
  return lineAt(node.end) - lineAt(node.getStart(file)) + 1;
}

/** The value below which a share of them lies; of an even number the upper one. */
function quantile(values: readonly number[], share: number): number {
  const ordered = [...values].sort((a, b) => a - b);
  return ordered[Math.floor(ordered.length * share)] ?? 0;
}
