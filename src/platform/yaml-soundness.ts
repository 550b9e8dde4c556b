import { isCollection, isPair, isScalar, visit } from 'yaml';
import type { Document, Node } from 'yaml';

/** Something that YAML allows and no file of the farm needs, with where it begins in the text. */
export interface UnsoundPlace {
  readonly offset: number;
  readonly field: string;
  readonly message: string;
}

/** Files of the farm have fewer than ten levels; what reads them calls itself once a level. */
const mostLevels = 100;

/** What is said of it, whether the parser or a walk through its result gave up. */
export const nestedTooDeeply = 'nested more deeply than any file of the farm is';

/** What the parser and what walks its result say of a text that is nested so deeply that the stack ends. */
export function isStackExhausted(message: string): boolean {
  return message.startsWith('Maximum call stack size exceeded');
}

/**
 * What schemas cannot see of a document or would fail at: a name given twice (the library's own check takes time with the square of the
 * number of names), `__proto__`, which is dropped on the way to JavaScript, an alias of what it stands in, and nesting beyond measure.
 */
export function unsoundPlaces(document: Document.Parsed): readonly UnsoundPlace[] {
  const found: UnsoundPlace[] = [];
  try {
    visit(document, {
      Node: (_key, node, ancestors) => {
        if (ancestors.filter(isCollection).length <= mostLevels) return undefined;
        found.push({ offset: offsetOf(node), field: '(file)', message: nestedTooDeeply });
        return visit.BREAK;
      },
      Alias: (_key, alias, ancestors) => {
        const target = alias.resolve(document);
        if (target === undefined || !ancestors.includes(target)) return;
        found.push({
          ...{ offset: offsetOf(alias), field: '(file)' },
          message: `*${alias.source} stands in what it refers to`,
        });
      },
      Map: (_key, map) => {
        found.push(...unsoundNames(map.items));
      },
    });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    found.push({ offset: 0, field: '(file)', message: nestedTooDeeply });
  }
  return found;
}

function unsoundNames(items: readonly unknown[]): UnsoundPlace[] {
  const seen = new Set<string>();
  return items.flatMap((pair) => {
    if (!isPair(pair) || !isScalar(pair.key)) return [];
    const name = String(pair.key.value);
    const at = { offset: offsetOf(pair.key), field: name };
    if (name === '__proto__') return [{ ...at, message: 'no such field' }];
    if (seen.has(name)) return [{ ...at, message: 'is there twice' }];
    seen.add(name);
    return [];
  });
}

function offsetOf(node: Node): number {
  return node.range?.[0] ?? 0;
}
