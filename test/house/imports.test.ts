import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

import { describe, expect, it } from 'vitest';

const source = fileURLToPath(new URL('../../src/', import.meta.url));

/** Which rooms a room may import besides itself. The virtual phone is reached over ADB alone: nobody imports it. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  graph: [],
  platform: [],
  'virtual-phone': [],
  records: ['graph'],
  orchestrator: ['graph', 'records', 'platform'],
  worker: ['graph', 'records', 'platform'],
  trainer: ['graph', 'records', 'platform'],
  cli: ['graph', 'records', 'platform', 'orchestrator', 'worker', 'trainer'],
};

const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.includes(`${sep}generated${sep}`))
  .map((file) => ({ file, text: readFileSync(join(source, file), 'utf8') }));

const roomOf = (file: string) => file.split(sep, 1)[0] ?? '';

/** The relative files that a file imports, exports from, or loads later. */
function importsOf(file: string, text: string): string[] {
  const specifiers = [...text.matchAll(/(?:\bfrom|\bimport\(?)\s*'(\.{1,2}\/[^']+)'/g)].map(
    ([, path]) => path ?? '',
  );
  return specifiers.map((path) => relative(source, join(source, dirname(file), path)));
}

describe('the rooms of src/', () => {
  it('are the known ones', () => {
    const rooms = new Set(files.map(({ file }) => roomOf(file)));
    expect([...rooms].filter((room) => !(room in mayImport))).toEqual([]);
  });

  it('import each other one way only', () => {
    const forbidden = files.flatMap(({ file, text }) =>
      importsOf(file, text)
        .filter((imported) => roomOf(imported) !== roomOf(file))
        .filter((imported) => !(mayImport[roomOf(file)] ?? []).includes(roomOf(imported)))
        .map((imported) => `src/${file} imports src/${imported}`),
    );
    expect(forbidden).toEqual([]);
  });

  it('read the environment in one place', () => {
    const readers = files
      .filter(({ file }) => !file.startsWith(join('platform', 'config')) && roomOf(file) !== 'virtual-phone')
      .filter(({ text }) => /\bprocess\.env\b|import \{[^}]*\benv\b[^}]*\} from 'node:process'/.test(text))
      .map(({ file }) => file);
    expect(readers).toEqual([]);
  });
});
