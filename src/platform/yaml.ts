import { readFile } from 'node:fs/promises';

import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { z } from 'zod';

import { platformError } from './errors.js';
import type { FarmError } from './errors.js';
import { isStackExhausted, nestedTooDeeply, unsoundPlaces } from './yaml-soundness.js';
import type { UnsoundPlace } from './yaml-soundness.js';

/** A field of a file. Lines and columns count from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Dotted path of the field, `(file)` for the file as a whole. */
  readonly field: string;
}

/** One thing that is wrong with a file. */
export interface FileProblem extends FilePlace {
  readonly message: string;
}

/** What a file says, and where, for complaints about what no schema can tell. */
export interface CheckedYaml<Value> {
  readonly value: Value;
  /** Where a field is; for one that is left out, where the innermost thing around it begins. */
  readonly placeOf: (path: readonly PropertyKey[]) => FilePlace;
}

/**
 * Reads a YAML file and checks it against a schema.
 * @throws FarmError FILE_UNREADABLE; INVALID_FILE with file, line, column, field and what was expected of every problem.
 */
export async function readYamlFile<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<z.output<Schema>> {
  return (await readCheckedYaml(file, schema)).value;
}

/** Like {@link readYamlFile}, and remembers where everything is. */
export async function readCheckedYaml<Schema extends z.ZodType>(
  file: string,
  schema: Schema,
): Promise<CheckedYaml<z.output<Schema>>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw platformError('FILE_UNREADABLE', `${file}: ${reason}`, { cause: error, details: { file } });
  }
  return checkYaml(text, file, schema);
}

/** Like {@link readYamlFile} for a text at hand; `file` is the name to complain about. */
export function parseYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): z.output<Schema> {
  return checkYaml(text, file, schema).value;
}

/** Like {@link readCheckedYaml} for a text at hand; `file` is the name to complain about. */
export function checkYaml<Schema extends z.ZodType>(
  text: string,
  file: string,
  schema: Schema,
): CheckedYaml<z.output<Schema>> {
  const lines = new LineCounter();
  const options = { lineCounter: lines, prettyErrors: false, strict: true, uniqueKeys: false };
  const document = parseDocument(text, options);
  const mistakes = mistakesOf(document);
  if (mistakes.length > 0) {
    throw invalidFile(
      mistakes.map(({ offset, field, message }) => problemAt(offset, lines, file, field, message)),
    );
  }
  const checked = schema.safeParse(valueOf(document, file), { reportInput: true });
  if (checked.success) {
    const placeOf = (path: readonly PropertyKey[]) =>
      placeAt(offsetOf(document, path), lines, file, fieldName(path));
    return { value: checked.data, placeOf };
  }
  throw invalidFile(checked.error.issues.flatMap((issue) => problemsOf(issue, document, lines, file)));
}

/** Of what does not even become a document, and of what schemas would fail at. */
function mistakesOf(document: Document.Parsed): readonly UnsoundPlace[] {
  const mistakes = [...document.errors, ...document.warnings];
  const isTooDeep = mistakes.some(({ message }) => isStackExhausted(message));
  if (isTooDeep) return [{ offset: 0, field: '(file)', message: nestedTooDeeply }];
  if (mistakes.length === 0) return unsoundPlaces(document);
  return mistakes.map(({ pos, message }) => ({ offset: pos[0], field: '(file)', message }));
}

/** More than anybody mends at once. */
const mostProblems = 20;

/**
 * The error for a file whose content is wrong in a way that no schema can tell; same form as {@link readYamlFile}. Of many problems, the
 * first are told and the others counted.
 */
export function invalidFile(all: readonly FileProblem[]): FarmError {
  const problems = all.slice(0, mostProblems);
  const lines = problems.map(
    ({ file, line, column, field, message }) => `${file}:${line}:${column}: ${field}: ${message}`,
  );
  if (all.length > mostProblems) lines.push(`and ${all.length - mostProblems} problems more`);
  return platformError('INVALID_FILE', lines.join('\n'), { details: { problems } });
}

/** Aliases that multiply beyond reason are refused by the library, with a ReferenceError. */
function valueOf(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw invalidFile([{ file, line: 1, column: 1, field: '(file)', message: error.message }]);
  }
}

function problemsOf(
  issue: z.core.$ZodIssue,
  document: Document,
  lines: LineCounter,
  file: string,
): FileProblem[] {
  if (issue.code === 'unrecognized_keys') {
    // Looking each of them up goes through all: the first are enough to complain about.
    return issue.keys.map((key, index) => {
      const path = [...issue.path, key];
      const offset = index < mostProblems ? offsetOfKey(document, path) : 0;
      return problemAt(offset, lines, file, fieldName(path), 'no such field');
    });
  }
  const message = messageOf(issue);
  return [problemAt(offsetOf(document, issue.path), lines, file, fieldName(issue.path), message)];
}

/** What was expected, and what is there where that is short enough to help. */
function messageOf(issue: z.core.$ZodIssue): string {
  const message = issue.message.replace(/^Invalid (input|option): /, '').replace(/, received \w+$/, '');
  if (issue.input === undefined) return `${message}, but it is missing`;
  const found = JSON.stringify(issue.input);
  return found.length <= 60 ? `${message}, got ${found}` : message;
}

function problemAt(
  offset: number,
  lines: LineCounter,
  file: string,
  field: string,
  message: string,
): FileProblem {
  return { ...placeAt(offset, lines, file, field), message };
}

function placeAt(offset: number, lines: LineCounter, file: string, field: string): FilePlace {
  const { line, col } = lines.linePos(offset);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1), field };
}

function fieldName(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(file)';
  return path.reduce<string>((name, part) => {
    if (typeof part === 'number') return `${name}[${part}]`;
    return name === '' ? String(part) : `${name}.${String(part)}`;
  }, '');
}

/** Where the value of a field begins; for a missing one, where the innermost thing around it begins. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return isNode(document.contents) ? (document.contents.range?.[0] ?? 0) : 0;
}

function offsetOfKey(document: Document, path: readonly PropertyKey[]): number {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    for (const pair of parent.items) {
      if (isPair(pair) && isScalar(pair.key) && String(pair.key.value) === path.at(-1)) {
        return pair.key.range?.[0] ?? 0;
      }
    }
  }
  return offsetOf(document, path);
}
