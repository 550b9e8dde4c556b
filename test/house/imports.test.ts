import { join, sep } from 'node:path';

import { describe, expect, it } from 'vitest';

import { importsOf, sourceFiles } from './source-files.js';

const pure = ['graph', 'learning'];
const stored = ['records', 'tables', 'platform'];
const everything = [...pure, ...stored, 'predictor', 'exchange', 'orchestrator', 'worker', 'trainer'];

/** Which rooms a room may import besides itself. The virtual phone is reached over ADB alone: nobody imports it. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  graph: [],
  learning: [],
  platform: [],
  'virtual-phone': [],
  client: [],
  predictor: pure,
  records: ['graph'],
  tables: ['graph', 'records', 'platform'],
  exchange: [...pure, ...stored, 'predictor'],
  orchestrator: [...pure, ...stored, 'predictor', 'exchange'],
  worker: [...pure, ...stored, 'predictor', 'exchange'],
  trainer: [...pure, ...stored, 'predictor', 'exchange'],
  api: everything,
  cli: [...everything, 'api', 'client'],
};

const roomOf = (file: string) => file.split(sep, 1)[0] ?? '';

describe('the rooms of src/', () => {
  it('are the known ones', () => {
    const rooms = new Set(sourceFiles.map(({ file }) => roomOf(file)));
    expect([...rooms].filter((room) => !(room in mayImport))).toEqual([]);
  });

  it('import each other one way only', () => {
    const forbidden = sourceFiles.flatMap(({ file, text }) =>
      importsOf(file, text)
        .filter((imported) => roomOf(imported) !== roomOf(file))
        .filter((imported) => !(mayImport[roomOf(file)] ?? []).includes(roomOf(imported)))
        .map((imported) => `src/${file} imports src/${imported}`),
    );
    expect(forbidden).toEqual([]);
  });

  it('read the environment in one place', () => {
    const readers = sourceFiles
      .filter(({ file }) => !file.startsWith(join('platform', 'config')) && roomOf(file) !== 'virtual-phone')
      .filter(({ text }) => /\bprocess\.env\b|import \{[^}]*\benv\b[^}]*\} from 'node:process'/.test(text))
      .map(({ file }) => file);
    expect(readers).toEqual([]);
  });
});
