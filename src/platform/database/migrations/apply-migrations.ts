import type { ClientBase } from 'pg';

import { connectClient } from '../connection/connect-client.js';
import { databaseRefusal } from '../connection/database-refusal.js';
import { applyMigration } from './apply-migration.js';
import { readMigrationFiles } from './migration-files.js';
import type { MigrationFile } from './migration-files.js';
import { createMigrationHistory, readMigrationHistory } from './migration-history.js';
import { objectionTo, planMigrations } from './migration-plan.js';
import type { PlannedMigration } from './migration-plan.js';

export interface MigrationOptions {
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
 * @throws FarmError DATABASE_UNREACHABLE, DATABASE_READ_ONLY, DATABASE_RIGHTS_MISSING, DATABASE_EXHAUSTED; MIGRATION_FAILED for one
 * that fails, and for every later start until it is repaired; DATABASE_NEWER when a later program migrated the database;
 * DATABASE_DIVERGED when its history is another one.
 */
export async function applyMigrations(
  url: string,
  options: MigrationOptions = {},
): Promise<AppliedMigrations> {
  return withClient(url, (client) => bringUpToDate(client, options));
}

/** {@link applyMigrations} on a connection that is open. One query when there is nothing to do, which needs no right but to read. */
export async function bringUpToDate(
  client: ClientBase,
  { directory }: MigrationOptions = {},
): Promise<AppliedMigrations> {
  const files = await readMigrationFiles(directory);
  try {
    if (isUpToDate(await readPlan(client, files))) return { applied: [] };
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    try {
      return { applied: await applyPending(client, files) };
    } finally {
      // A connection that broke has let go of it.
      await client.query('SELECT pg_advisory_unlock($1)', [migrationLock]).catch(() => undefined);
    }
  } catch (error) {
    throw databaseRefusal(error) ?? error;
  }
}

/**
 * What of a database's schema is there, and what is missing. Changes nothing.
 * @throws FarmError DATABASE_UNREACHABLE, DATABASE_RIGHTS_MISSING
 */
export function migrationStatus(
  url: string,
  { directory }: MigrationOptions = {},
): Promise<readonly PlannedMigration[]> {
  return withClient(url, async (client) => {
    try {
      return await readPlan(client, await readMigrationFiles(directory));
    } catch (error) {
      throw databaseRefusal(error) ?? error;
    }
  });
}

async function withClient<Result>(
  url: string,
  work: (client: ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = await connectClient(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function readPlan(
  client: ClientBase,
  files: readonly MigrationFile[],
): Promise<readonly PlannedMigration[]> {
  return planMigrations(await readMigrationHistory(client), files);
}

function isUpToDate(plan: readonly PlannedMigration[]): boolean {
  return plan.every(({ state }) => state === 'applied');
}

/** Only under the lock: earlier programs record a migration before they apply it, and it would look like one that failed. */
async function applyPending(client: ClientBase, files: readonly MigrationFile[]): Promise<readonly string[]> {
  const plan = await readPlan(client, files);
  const objection = objectionTo(plan);
  if (objection) throw objection;
  const pending = plan.filter(({ state }) => state === 'pending').map(({ name }) => name);
  if (pending.length > 0) await createMigrationHistory(client);
  for (const file of files.filter(({ name }) => pending.includes(name))) await applyMigration(client, file);
  return pending;
}
