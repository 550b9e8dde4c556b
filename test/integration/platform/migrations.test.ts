import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { applyMigrations, connectClient } from '../../../src/platform/database/index.js';
import { makeMigration, schemaSnapshotName } from '../../../src/platform/database/make-migration.js';
import { prismaDirectory, readMigrationFiles } from '../../../src/platform/database/migration-files.js';
import { emptyTestDatabase } from '../../support/postgres.js';

const ownMigrations = join(prismaDirectory, 'migrations');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'farm-migrations-'));
});
afterEach(() => rm(directory, { recursive: true }));

async function addMigration(name: string, sql: string): Promise<void> {
  await mkdir(join(directory, name));
  await writeFile(join(directory, name, 'migration.sql'), sql);
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = await connectClient(url);
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('applyMigrations', () => {
  it('brings an empty database to the schema, and has nothing to do the next time', async () => {
    const url = await emptyTestDatabase();
    const names = (await readMigrationFiles(ownMigrations)).map(({ name }) => name);
    expect(await applyMigrations(url)).toEqual({ applied: names });
    expect(await applyMigrations(url)).toEqual({ applied: [] });
    expect(await query(url, 'SELECT * FROM "OpTiming"')).toEqual([]);
  });

  it('lets one of many concurrent starters migrate while the others wait', async () => {
    const url = await emptyTestDatabase();
    const results = await Promise.all(Array.from({ length: 4 }, () => applyMigrations(url)));
    const names = (await readMigrationFiles(ownMigrations)).map(({ name }) => name);
    expect(results.flatMap(({ applied }) => applied)).toEqual(names);
  });

  it('applies only what a database lacks', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_table', 'CREATE TABLE a (x int)');
    await applyMigrations(url, { directory });
    await addMigration('2_column', 'ALTER TABLE a ADD COLUMN y int');
    expect(await applyMigrations(url, { directory })).toEqual({ applied: ['2_column'] });
    expect(await query(url, 'SELECT x, y FROM a')).toEqual([]);
  });

  it('says which migration failed and why, and refuses to go on until it is repaired', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_table', 'CREATE TABLE a (x int)');
    await addMigration('2_broken', 'ALTER TABLE nowhere ADD COLUMN y int');
    const failure = {
      code: 'MIGRATION_FAILED',
      message: 'Migration 2_broken failed: No such table: nowhere',
    };
    await expect(applyMigrations(url, { directory })).rejects.toMatchObject(failure);
    await expect(applyMigrations(url, { directory })).rejects.toMatchObject(failure);
    expect(await query(url, 'SELECT x FROM a')).toEqual([]);
  });

  it('goes on after a failed migration was declared undone and corrected', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_broken', 'CREATE TABLE a (x nothing)');
    await expect(applyMigrations(url, { directory })).rejects.toMatchObject({ code: 'MIGRATION_FAILED' });
    await query(url, 'UPDATE _prisma_migrations SET rolled_back_at = now()');
    await writeFile(join(directory, '1_broken', 'migration.sql'), 'CREATE TABLE a (x int)');
    expect(await applyMigrations(url, { directory })).toEqual({ applied: ['1_broken'] });
  });

  it('refuses a database that a later program has migrated', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_table', 'CREATE TABLE a (x int)');
    await addMigration('2_later', 'CREATE TABLE b (x int)');
    await applyMigrations(url, { directory });
    await rm(join(directory, '2_later'), { recursive: true });
    await expect(applyMigrations(url, { directory })).rejects.toMatchObject({
      code: 'DATABASE_DIVERGED',
      details: { migration: '2_later' },
    });
  });

  it('refuses a migration that was edited after it had been applied', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_table', 'CREATE TABLE a (x int)');
    await applyMigrations(url, { directory });
    await writeFile(join(directory, '1_table', 'migration.sql'), 'CREATE TABLE a (x bigint)');
    await expect(applyMigrations(url, { directory })).rejects.toMatchObject({ code: 'DATABASE_DIVERGED' });
  });

  it('names a database that does not answer, without its password', async () => {
    await expect(applyMigrations('postgres://u:hunter2@127.0.0.1:1/db')).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
      message: expect.not.stringContaining('hunter2') as string,
    });
  });
});

describe('the migrations of this program', () => {
  it('lead to the schema', async () => {
    const last = (await readMigrationFiles(ownMigrations)).at(-1)?.name ?? '';
    const reached = await readFile(join(ownMigrations, last, schemaSnapshotName), 'utf8');
    expect(reached, 'run: npx tsx scripts/make-migration.ts NAME').toBe(
      await readFile(join(prismaDirectory, 'schema.prisma'), 'utf8'),
    );
  });
});

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
