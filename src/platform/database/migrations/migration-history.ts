import type { ClientBase } from 'pg';

import { sqlStateOf, undefinedTable } from '../connection/sql-state.js';

/** A row of `_prisma_migrations`, the table that Prisma's own tools keep too. */
export interface RecordedMigration {
  readonly name: string;
  readonly checksum: string;
  /** When it was done; null for one that failed, or was interrupted. */
  readonly finishedAt: Date | null;
  /** What Postgres said when the migration failed. */
  readonly log: string | null;
}

/** Migrations that the database has seen, oldest first; without those that were declared undone. */
export async function readMigrationHistory(client: ClientBase): Promise<readonly RecordedMigration[]> {
  try {
    const { rows } = await client.query<RecordedMigration>(
      `SELECT migration_name AS name, checksum, finished_at AS "finishedAt", logs AS log
         FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
    );
    return rows;
  } catch (error) {
    if (sqlStateOf(error) === undefinedTable) return [];
    throw error;
  }
}

/** Makes the history's table as Prisma makes it, unless it is there. */
export async function createMigrationHistory(client: ClientBase): Promise<void> {
  await client.query(
    `CREATE TABLE IF NOT EXISTS _prisma_migrations (
       id varchar(36) PRIMARY KEY NOT NULL,
       checksum varchar(64) NOT NULL,
       finished_at timestamptz,
       migration_name varchar(255) NOT NULL,
       logs text,
       rolled_back_at timestamptz,
       started_at timestamptz NOT NULL DEFAULT now(),
       applied_steps_count integer NOT NULL DEFAULT 0
     )`,
  );
}
