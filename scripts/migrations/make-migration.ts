import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import {
  prismaDirectory,
  readMigrationFiles,
} from '../../src/platform/database/migrations/migration-files.js';
import { withSchemaEngine } from './with-schema-engine.js';

/** Nothing in the database is kept out of the engine's sight. */
const everything = { externalTables: [], externalEnums: [] };

/** What the schema was when a migration was made, kept in the migration's folder: the next one starts from there. */
export const schemaSnapshotName = 'schema-after.prisma';

/**
 * Writes the migration that takes a database from the last migration's schema to what `schema.prisma` in `directory` says.
 * Compares schema files alone; the engine wants a Postgres at `engineUrl` all the same, and leaves it as it is. Returns the path of the SQL, or undefined when nothing changed.
 */
export async function makeMigration(
  name: string,
  at: Date,
  engineUrl: string,
  directory = prismaDirectory,
): Promise<string | undefined> {
  const schemaPath = join(directory, 'schema.prisma');
  const sql = await difference(await lastSnapshot(directory), schemaPath, engineUrl);
  // Without a difference the engine says so in a comment.
  if (!/^[A-Z]/m.test(sql)) return undefined;
  const folder = join(directory, 'migrations', `${timestampOf(at)}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  await copyFile(schemaPath, join(folder, schemaSnapshotName));
  await writeFile(join(directory, 'migrations', 'migration_lock.toml'), 'provider = "postgresql"\n');
  return join(folder, 'migration.sql');
}

async function lastSnapshot(directory: string): Promise<string | undefined> {
  const migrations = join(directory, 'migrations');
  await mkdir(migrations, { recursive: true });
  const last = (await readMigrationFiles(migrations)).at(-1);
  return last === undefined ? undefined : join(migrations, last.name, schemaSnapshotName);
}

async function difference(
  earlierPath: string | undefined,
  schemaPath: string,
  engineUrl: string,
): Promise<string> {
  const fileOf = async (path: string) => ({ path, content: await readFile(path, 'utf8') });
  const to = { tag: 'schemaDatamodel' as const, files: [await fileOf(schemaPath)] };
  const from =
    earlierPath === undefined
      ? { tag: 'empty' as const }
      : { tag: 'schemaDatamodel' as const, files: [await fileOf(earlierPath)] };
  const { stdout } = await withSchemaEngine(engineUrl, (engine) =>
    engine.diff({ from, to, script: true, exitCode: null, filters: everything }),
  );
  return stdout ?? '';
}

/** 20261123161530: sorts by time, as Prisma names its folders. */
function timestampOf(at: Date): string {
  return at.toISOString().replaceAll(/\D/g, '').slice(0, 14);
}
