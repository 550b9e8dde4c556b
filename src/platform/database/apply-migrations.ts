import { join } from 'node:path';

import type { Client } from 'pg';

import { connectClient } from './connect-client.js';
import { prismaDirectory, readMigrationFiles } from './migration-files.js';
import type { MigrationFile } from './migration-files.js';
import { migrationFailed, objectionTo, readMigrationHistory } from './migration-history.js';
import { everything, migrationList, withSchemaEngine } from './with-schema-engine.js';

export interface ApplyMigrationsOptions {
  /** Folder with one folder a migration; this program's prisma/migrations by default. */
  readonly directory?: string;
}

export interface AppliedMigrations {
  /** Names of the migrations that this call applied, in order; empty when the database was up to date. */
  readonly applied: readonly string[];
}

/** Key of the advisory lock that makes concurrent starters wait for each other: "farm" in ASCII. */
const migrationLock = 0x6661726d;

/**
 * Brings a database to the schema of this program. Safe to call from many processes at once; one migrates, the others wait.
 * Reads and writes the same history table as Prisma's own command line.
 * @throws FarmError DATABASE_UNREACHABLE; MIGRATION_FAILED for one that fails, and for every later start until it is repaired;
 * DATABASE_DIVERGED when the history holds what this program does not know.
 */
export async function applyMigrations(
  url: string,
  { directory = join(prismaDirectory, 'migrations') }: ApplyMigrationsOptions = {},
): Promise<AppliedMigrations> {
  const files = await readMigrationFiles(directory);
  const client = await connectClient(url);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    return { applied: await applyMissing(client, url, directory, files) };
  } finally {
    await client.end();
  }
}

async function applyMissing(
  client: Client,
  url: string,
  directory: string,
  files: readonly MigrationFile[],
): Promise<readonly string[]> {
  const history = await readMigrationHistory(client);
  const objection = objectionTo(history, files);
  if (objection) throw objection;
  // Nearly every start finds nothing to do, and is spared the loading of the engine.
  if (history.length === files.length) return [];
  try {
    return await withSchemaEngine(url, async (engine) => {
      const migrationsList = migrationList(directory, files);
      const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: everything });
      return appliedMigrationNames;
    });
  } catch (cause) {
    const failed = (await readMigrationHistory(client)).find((migration) => !migration.finished);
    if (!failed) throw cause;
    throw migrationFailed(failed.name, failed.log ?? String(cause), cause);
  }
}
