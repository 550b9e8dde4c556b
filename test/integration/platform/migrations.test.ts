import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { schemaSnapshotName } from '../../../scripts/migrations/make-migration.js';
import { applyMigrations, connectClient, migrationStatus } from '../../../src/platform/database/index.js';
import {
  prismaDirectory,
  readMigrationFiles,
} from '../../../src/platform/database/migrations/migration-files.js';
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

/** The table as Prisma's engine made it for earlier versions of this program. */
const historyOfTheEngine = `CREATE TABLE _prisma_migrations (
    id                      VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum                VARCHAR(64) NOT NULL,
    finished_at             TIMESTAMPTZ,
    migration_name          VARCHAR(255) NOT NULL,
    logs                    TEXT,
    rolled_back_at          TIMESTAMPTZ,
    started_at              TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count     INTEGER NOT NULL DEFAULT 0
)`;

const readOnly = (url: string) =>
  `${url}?options=${encodeURIComponent('-c default_transaction_read_only=on')}`;

function asUser(url: string, user: string, password: string): string {
  return Object.assign(new URL(url), { username: user, password }).href;
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
      message: 'Migration 2_broken failed: relation "nowhere" does not exist',
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
      code: 'DATABASE_NEWER',
      details: { migration: '2_later' },
    });
  });

  it('refuses a database with a migration that it lacks among those that it has', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_theirs', 'CREATE TABLE a (x int)');
    await addMigration('2_shared', 'CREATE TABLE b (x int)');
    await applyMigrations(url, { directory });
    await rm(join(directory, '1_theirs'), { recursive: true });
    await expect(applyMigrations(url, { directory })).rejects.toMatchObject({
      code: 'DATABASE_DIVERGED',
      details: { migration: '1_theirs' },
    });
  });

  it('leaves nothing of a migration that fails half-way, and names the line', async () => {
    const url = await emptyTestDatabase();
    await addMigration(
      '1_half',
      'CREATE TABLE a (x int);\nINSERT INTO a VALUES (1);\nALTER TABLE a ADD z nothing;',
    );
    await expect(applyMigrations(url, { directory })).rejects.toThrow(
      'Migration 1_half failed: line 3: type "nothing" does not exist',
    );
    expect(await query(url, `SELECT to_regclass('a') AS a`)).toEqual([{ a: null }]);
  });

  it('leaves nothing of a migration during which it is killed, and the next start applies it', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_slow', 'CREATE TABLE a (x int); SELECT pg_terminate_backend(pg_backend_pid());');
    await expect(applyMigrations(url, { directory })).rejects.toThrow();
    await writeFile(join(directory, '1_slow', 'migration.sql'), 'CREATE TABLE a (x int)');
    expect(await applyMigrations(url, { directory })).toEqual({ applied: ['1_slow'] });
  });

  it('goes on where the migrations of earlier versions, with their engine, have left off', async () => {
    const url = await emptyTestDatabase();
    const [first, ...later] = await readMigrationFiles();
    await query(url, first?.sql ?? '');
    await query(url, historyOfTheEngine);
    await query(
      url,
      `INSERT INTO _prisma_migrations VALUES ('0b4d2f0e-9c52-4a4b-9f5e-2d6f1b1c7a11', '${first?.checksum ?? ''}', now(), '${first?.name ?? ''}', NULL, NULL, now(), 1)`,
    );
    expect(await applyMigrations(url)).toEqual({ applied: later.map(({ name }) => name) });
  });

  it('says what an earlier version recorded of a migration that failed, without the names of its engine', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_broken', 'CREATE TABLE a (x int)');
    await query(url, historyOfTheEngine);
    await query(
      url,
      `INSERT INTO _prisma_migrations VALUES ('0b4d2f0e-9c52-4a4b-9f5e-2d6f1b1c7a11', 'abc', NULL, '1_broken',
         E'external connector error\\nNo such table: nowhere\\n   0: sql_schema_connector::apply', NULL, now(), 0)`,
    );
    await expect(applyMigrations(url, { directory })).rejects.toThrow(
      'Migration 1_broken failed: No such table: nowhere',
    );
  });

  it('needs no right but to read when there is nothing to do', async () => {
    const url = await emptyTestDatabase();
    await applyMigrations(url);
    expect(await applyMigrations(readOnly(url))).toEqual({ applied: [] });
  });

  it('tells a server that may not be written to, and does not hold it against the migration', async () => {
    const url = await emptyTestDatabase();
    await addMigration('1_table', 'CREATE TABLE a (x int)');
    await expect(applyMigrations(readOnly(url), { directory })).rejects.toMatchObject({
      code: 'DATABASE_READ_ONLY',
    });
    await applyMigrations(url, { directory });
    await addMigration('2_table', 'CREATE TABLE b (x int)');
    await expect(applyMigrations(readOnly(url), { directory })).rejects.toMatchObject({
      code: 'DATABASE_READ_ONLY',
    });
    expect(await applyMigrations(url, { directory })).toEqual({ applied: ['2_table'] });
  });

  it('tells a user without rights', async () => {
    const url = await emptyTestDatabase();
    const role = `visitor_${randomBytes(4).toString('hex')}`;
    await query(url, `CREATE ROLE ${role} LOGIN PASSWORD 'secret'`);
    await expect(applyMigrations(asUser(url, role, 'secret'))).rejects.toMatchObject({
      code: 'DATABASE_RIGHTS_MISSING',
    });
    await applyMigrations(url);
    await expect(applyMigrations(asUser(url, role, 'secret'))).rejects.toMatchObject({
      code: 'DATABASE_RIGHTS_MISSING',
      message: expect.stringContaining('_prisma_migrations') as string,
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

describe('migrationStatus', () => {
  it('tells what is applied, pending, failed, changed and newer, and changes nothing', async () => {
    const url = await emptyTestDatabase();
    const states = async () =>
      (await migrationStatus(url, { directory })).map(({ name, state }) => `${name} ${state}`);
    await addMigration('1_table', 'CREATE TABLE a (x int)');
    expect(await states()).toEqual(['1_table pending']);
    expect(await query(url, `SELECT to_regclass('_prisma_migrations') AS history`)).toEqual([
      { history: null },
    ]);
    await addMigration('3_table', 'CREATE TABLE b (x int)');
    await applyMigrations(url, { directory });
    await addMigration('2_broken', 'CREATE TABLE a (x int)');
    await expect(applyMigrations(url, { directory })).rejects.toThrow('relation "a" already exists');
    expect(await states()).toEqual(['1_table applied', '2_broken failed', '3_table applied']);
    await writeFile(join(directory, '1_table', 'migration.sql'), 'CREATE TABLE a (x bigint)');
    await rm(join(directory, '3_table'), { recursive: true });
    expect(await states()).toEqual(['1_table changed', '2_broken failed', '3_table newer']);
  });
});

describe('the migrations of this program', () => {
  it('lead to the schema', async () => {
    const last = (await readMigrationFiles(ownMigrations)).at(-1)?.name ?? '';
    const reached = await readFile(join(ownMigrations, last, schemaSnapshotName), 'utf8');
    expect(reached, 'run: npx tsx scripts/migrations/main.ts NAME').toBe(
      await readFile(join(prismaDirectory, 'schema.prisma'), 'utf8'),
    );
  });
});
