import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

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
