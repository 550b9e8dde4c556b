import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { describe, it } from 'vitest';

/** Measurements that stand beside the checkout and are not part of it; a user's clone has none. */
const sharedData = new URL('../../../shared/data/', import.meta.url);

/** Path of a file or folder of the shared data, or `undefined`, said aloud, where it is absent. */
export function sharedDataPath(name: string): string | undefined {
  const path = fileURLToPath(new URL(name, sharedData));
  if (existsSync(path)) return path;
  process.stderr.write(`not tested here: shared data "${name}" is absent\n`);
  return undefined;
}

/** The text of a file of the shared data, or `undefined`, said aloud, where it is absent. */
export function sharedDataText(name: string): string | undefined {
  const path = sharedDataPath(name);
  return path === undefined ? undefined : readFileSync(path, 'utf8');
}

/**
 * Describes what needs the text of a file of the shared data. Where it is absent the body is not run at all, which that of a skipped
 * `describe` is: nothing reads a file that is not there.
 */
export function describeWithSharedText(name: string, title: string, body: (text: string) => void): void {
  const text = sharedDataText(name);
  if (text === undefined) it.skip(title);
  else describe(title, () => body(text));
}
