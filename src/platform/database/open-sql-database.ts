import { Pool } from 'pg';

import type { Logger } from '../logging.js';
import { databaseUnreachable } from './connection/connect-client.js';
import { endsNoProcess } from './connection/ends-no-process.js';
import { bringUpToDate } from './migrations/index.js';

export interface DatabaseOptions {
  /** At most this many connections, Prisma's and the pool's together; 10 by default. */
  readonly maxConnections?: number;
  /** Hears of connections that break while idle; they are replaced. */
  readonly logger?: Logger;
}

/** The database that holds the truth, for plain SQL. */
export interface SqlDatabase {
  /** node-postgres; it returns BIGINT and NUMERIC as strings. */
  readonly pool: Pool;
  /** Waits for queries under way and closes all connections. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens a database, and first brings it up to the schema of this program ({@link bringUpToDate}). Takes a third of the time that Prisma
 * takes to load and start.
 * @throws FarmError DATABASE_UNREACHABLE when it does not answer now, and whatever keeps it from being brought up to date.
 */
export async function openSqlDatabase(
  url: string,
  { maxConnections = 10, logger }: DatabaseOptions = {},
): Promise<SqlDatabase> {
  const pool = new Pool({ connectionString: url, max: maxConnections, application_name: 'latency-farm' });
  pool.on('error', (error) => logger?.warn({ error }, 'an idle database connection broke'));
  endsNoProcess(pool);
  let closing: Promise<void> | undefined;
  try {
    await prepare(pool, url);
  } catch (error) {
    await pool.end();
    throw error;
  }
  return { pool, close: () => (closing ??= pool.end()) };
}

async function prepare(pool: Pool, url: string): Promise<void> {
  const client = await pool.connect().catch((cause: unknown) => {
    throw databaseUnreachable(url, cause);
  });
  try {
    await bringUpToDate(client);
  } finally {
    client.release();
  }
}
