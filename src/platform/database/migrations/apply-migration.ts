import { randomUUID } from 'node:crypto';

import type { ClientBase } from 'pg';

import { databaseRefusal } from '../connection/database-refusal.js';
import type { MigrationFile } from './migration-files.js';
import { migrationFailed } from './migration-plan.js';

/**
 * Applies one migration and records it, both in one transaction: a program that is killed leaves nothing behind. One that fails is
 * recorded, and blocks; one that the server refused for reasons of its own (rights, disk) is not, and the next start tries again.
 * @throws FarmError MIGRATION_FAILED, or a {@link databaseRefusal}
 */
export async function applyMigration(client: ClientBase, file: MigrationFile): Promise<void> {
  try {
    await client.query('BEGIN');
    await record(client, file, { finished: true });
    // Without parameters, node-postgres sends any number of statements at once.
    await client.query(file.sql);
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined);
    const refusal = databaseRefusal(cause);
    if (refusal) throw refusal;
    const log = reasonOf(cause, file.sql);
    await record(client, file, { finished: false, log }).catch(() => undefined);
    throw migrationFailed(file.name, log, cause);
  }
}

async function record(
  client: ClientBase,
  { name, checksum }: MigrationFile,
  { finished, log = null }: { finished: boolean; log?: string | null },
): Promise<void> {
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, started_at, finished_at, applied_steps_count)
     VALUES ($1, $2, $3, $4, clock_timestamp(), CASE WHEN $5 THEN clock_timestamp() END, $5::int)`,
    [randomUUID(), checksum, name, log, finished],
  );
}

/** What Postgres said, with the line of the file that it said it of. */
function reasonOf(cause: unknown, sql: string): string {
  if (!(cause instanceof Error)) return String(cause);
  const { position } = cause as Error & { position?: string };
  if (position === undefined) return cause.message;
  const line = sql.slice(0, Number(position)).split('\n').length;
  return `line ${line}: ${cause.message}`;
}
