import { PrismaPg } from '@prisma/adapter-pg';
import { Pool } from 'pg';

import type { Logger } from '../logging.js';
import { databaseUnreachable } from './connect-client.js';
import { PrismaClient } from './generated/client.js';
import { bringUpToDate } from './migrations/index.js';

export interface DatabaseOptions {
  /** At most this many connections, Prisma's and the pool's together; 10 by default. */
  readonly maxConnections?: number;
  /** Hears of connections that break while idle; they are replaced. */
  readonly logger?: Logger;
}

/** The database that holds the truth. Entities go through Prisma; what must be fast goes through the pool it shares. */
export interface Database {
  readonly prisma: PrismaClient;
  /** node-postgres; it returns BIGINT and NUMERIC as strings. */
  readonly pool: Pool;
  /** Waits for queries under way and closes all connections. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens a database, and first brings it up to the schema of this program ({@link bringUpToDate}).
 * @throws FarmError DATABASE_UNREACHABLE when it does not answer now, and whatever keeps it from being brought up to date.
 */
export async function openDatabase(
  url: string,
  { maxConnections = 10, logger }: DatabaseOptions = {},
): Promise<Database> {
  const pool = new Pool({ connectionString: url, max: maxConnections, application_name: 'latency-farm' });
  pool.on('error', (error) => logger?.warn({ error }, 'an idle database connection broke'));
  try {
    await prepare(pool, url);
  } catch (error) {
    await pool.end();
    throw error;
  }
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  let closing: Promise<void> | undefined;
  const close = async () => {
    await prisma.$disconnect();
    await pool.end();
  };
  return { prisma, pool, close: () => (closing ??= close()) };
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
