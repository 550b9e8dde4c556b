import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { makeMigration } from '../../../scripts/migrations/make-migration.js';
import { applyMigrations } from '../../../src/platform/database/index.js';
import { prismaDirectory } from '../../../src/platform/database/migrations/migration-files.js';
import { emptyTestDatabase } from '../../support/postgres.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farm-migrations-'));
});
afterEach(() => rm(directory, { recursive: true }));

describe('makeMigration', () => {
  const at = new Date('2030-01-02T03:04:05Z');

  it('writes what the schema has and the last migration lacks', async () => {
    await cp(prismaDirectory, directory, { recursive: true });
    const schema = await readFile(join(directory, 'schema.prisma'), 'utf8');
    await writeFile(join(directory, 'schema.prisma'), `${schema}\nmodel Note {\n  id Int @id\n}\n`);
    const path = await makeMigration('notes', at, await emptyTestDatabase(), directory);
    expect(path).toBe(join(directory, 'migrations', '20300102030405_notes', 'migration.sql'));
    expect(await readFile(path ?? '', 'utf8')).toMatch(/^-- CreateTable\nCREATE TABLE "Note"/);
    const url = await emptyTestDatabase();
    const { applied } = await applyMigrations(url, { directory: join(directory, 'migrations') });
    expect(applied.at(-1)).toBe('20300102030405_notes');
  });

  it('writes nothing when the schema has not changed', async () => {
    await cp(prismaDirectory, directory, { recursive: true });
    expect(await makeMigration('nothing', at, await emptyTestDatabase(), directory)).toBeUndefined();
  });
});
