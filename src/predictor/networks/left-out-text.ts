import type { LeftOut } from '../../graph/index.js';

/** What a prediction leaves out, in words: `2 SHAPE (no definition), 1 WHILE (…)`. */
export function leftOutText(unknown: readonly LeftOut[]): string {
  return unknown.map(({ operator, count, reason }) => `${count} ${operator} (${reason})`).join(', ');
}
