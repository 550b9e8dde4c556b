import { readFileSync } from 'node:fs';
import { sep } from 'node:path';

import { describe, expect, it } from 'vitest';

import { sourceFiles } from './source-files.js';

const models = [
  ...readFileSync(new URL('../../prisma/schema.prisma', import.meta.url), 'utf8').matchAll(
    /^model (\w+) \{/gm,
  ),
].map(([, name = '']) => name);

const kebab = (model: string) => model.replaceAll(/\B[A-Z]/g, '-$&').toLowerCase();

/** Rows that belong to a row of another table, whose folder writes them. */
const writtenWith: Readonly<Record<string, string>> = {
  ReleaseEvent: 'release',
  ReleasePredictor: 'predictor',
};

const tables = sourceFiles.flatMap(({ file, text }) => {
  const [room, folder, ...rest] = file.split(sep);
  return room === 'tables' && folder !== undefined && rest.length > 0 ? [{ file, folder, text }] : [];
});

/** Tables that a text writes, as SQL or as an insert of rows. */
function writtenTables(text: string): string[] {
  const writes = /(?:INSERT INTO|UPDATE|DELETE FROM)\s+"(\w+)"|\btable: '(\w+)'/g;
  return [...text.matchAll(writes)].map(([, inSql, inserted]) => inSql ?? inserted ?? '');
}

/** A statement of the server's language, not a sentence: it names a table, or changes what a transaction sees. */
const statement =
  /\$(?:queryRaw|executeRaw)|\.query(?:<|\()|\binsertRows\(|(?:FROM|JOIN|INTO|UPDATE)\s+"[A-Z]\w+"|['"`]\s*SET TRANSACTION/;

describe('raw SQL', () => {
  it('is written in the room of tables alone, and in platform where it is about a database as such', () => {
    const elsewhere = sourceFiles
      .filter(({ file }) => !/^(tables|platform)$/.test(file.split(sep, 1)[0] ?? ''))
      .filter(({ text }) => statement.test(text))
      .map(({ file }) => file);
    expect(elsewhere).toEqual([]);
  });

  it('names no table of the farm in platform', () => {
    const names = new RegExp(`"(?:${models.join('|')})"`);
    const naming = sourceFiles
      .filter(({ file, text }) => file.startsWith(`platform${sep}`) && names.test(text))
      .map(({ file }) => file);
    expect(naming).toEqual([]);
  });

  it('has a folder a table, named as the table is', () => {
    const known = new Set(models.map(kebab));
    expect([...new Set(tables.map(({ folder }) => folder))].filter((folder) => !known.has(folder))).toEqual(
      [],
    );
  });

  it('writes a table in its own folder, and nowhere else', () => {
    const strangers = tables.flatMap(({ file, folder, text }) =>
      writtenTables(text)
        .filter((table) => (writtenWith[table] ?? kebab(table)) !== folder)
        .map((table) => `src/${file} writes "${table}"`),
    );
    expect(strangers).toEqual([]);
    const written = new Set(tables.flatMap(({ text }) => writtenTables(text)));
    expect([...written].filter((table) => !models.includes(table))).toEqual([]);
    expect(written.has('OpTiming')).toBe(true);
  });

  it('is told from what only speaks of it', () => {
    expect(statement.test(`await client.query('SELECT 1')`)).toBe(true);
    expect(statement.test('`DELETE FROM "Run"`')).toBe(true);
    expect(statement.test('/** What to update of the "Run". */')).toBe(false);
  });
});
