import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Every file of src/ that is written by hand, by its path in src/. */
export const sourceFiles = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes(`${sep}generated${sep}`))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));

/** The relative files that a file imports, exports from, or loads later; paths in src/. */
export function importsOf(file: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*'(\.{1,2}\/[^']+)'/g)].map(
    ([, path]) => path ?? '',
  );
  return specifiers.map((path) => relative(source, join(source, dirname(file), path)));
}
