import type { ClientBase } from 'pg';

import { platformError } from '../errors.js';
import type { FarmError } from '../errors.js';
import type { MigrationFile } from './migration-files.js';

/** A row of `_prisma_migrations`, the table that Prisma's own tools keep too. */
interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  /** What Postgres said when the migration failed. */
  readonly log: string | null;
}

/** Migrations that the database has seen, oldest first; without those that were declared undone. */
export async function readMigrationHistory(client: ClientBase): Promise<AppliedMigration[]> {
  const table = await client.query<{ exists: boolean }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS "exists"`,
  );
  if (table.rows[0]?.exists !== true) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, logs AS log
     FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
  );
  return rows;
}

/** Why the migrations of this program must not be applied on top of this history; undefined when they may. */
export function objectionTo(
  history: readonly AppliedMigration[],
  files: readonly MigrationFile[],
): FarmError | undefined {
  const failed = history.find((migration) => !migration.finished);
  if (failed) return migrationFailed(failed.name, failed.log ?? 'it was interrupted');
  for (const { name, checksum } of history) {
    const file = files.find((candidate) => candidate.name === name);
    if (!file) return diverged(name, `migration ${name} was applied to it, which this program does not know`);
    if (file.checksum !== checksum)
      return diverged(name, `migration ${name} was another one when it was applied`);
  }
  return undefined;
}

export function migrationFailed(migration: string, log: string, cause?: unknown): FarmError {
  // The engine puts its own name for the kind of error above what Postgres said, and its own stack below.
  const reason = log
    .replace(/^external connector error\n/, '')
    .replace(/\n\s*0: [^]*$/, '')
    .trim();
  return platformError('MIGRATION_FAILED', `Migration ${migration} failed: ${reason}`, {
    cause,
    details: { migration },
  });
}

function diverged(migration: string, reason: string): FarmError {
  return platformError('DATABASE_DIVERGED', `This database is not of this program's making: ${reason}.`, {
    details: { migration },
  });
}
