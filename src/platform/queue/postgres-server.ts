import { createPostgresBackend, DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import type { BackendFactory, IQueueBackend } from 'bullmq';
import { Pool } from 'pg';
import type { Client, PoolClient } from 'pg';

import { endsNoProcess } from '../database/connection/ends-no-process.js';
import { platformError } from '../errors.js';
import type { Logger } from '../logging.js';
import { redactSecrets } from '../redaction.js';
import { byDatabaseTime } from './database-time.js';
import type { QueueConnection, QueueServer } from './queue-server.js';

/** Connections that are always left for queries, whatever the number of listeners. */
const queryConnections = 4;

/**
 * Connects to a Postgres and brings BullMQ's tables, in the schema `bullmq`, up to date. All queues, workers and listeners
 * share one pool; each worker and listener keeps one of its connections for LISTEN.
 * @throws FarmError QUEUE_UNREACHABLE
 */
export async function connectPostgres(
  url: string,
  maxConnections: number,
  logger: Logger,
): Promise<QueueServer> {
  const { connectionString, settings } = takeSettings(url);
  const pool = new Pool({
    connectionString,
    max: Math.max(maxConnections, queryConnections + 1),
    // BullMQ's SQL names no schema. Of two settings of one name the last one counts.
    options: `${settings} -c search_path=${DEFAULT_SCHEMA}`.trim(),
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
  });
  // Each backend listens to the errors of the pool it shares with the others.
  pool.setMaxListeners(0);
  pool.on('error', (error) => logger.warn({ error }, 'an idle connection to the queue broke'));
  endsNoProcess(pool);
  const borrowed = new Set<PoolClient>();
  pool.on('acquire', (client) => borrowed.add(client));
  pool.on('release', (_error, client) => borrowed.delete(client));
  try {
    await migrate(pool);
  } catch (cause) {
    await pool.end();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw platformError('QUEUE_UNREACHABLE', `${redactSecrets(url)}: ${reason}`, { cause });
  }
  return {
    kind: 'postgres',
    connection: timedByDatabase(pool),
    createBackend: createPostgresBackend as BackendFactory<IQueueBackend, QueueConnection>,
    maxListeners: pool.options.max - queryConnections,
    // A pool has no state of its own; its queries fail at once while the server is away.
    isAway: () => false,
    close: () => endPool(pool, borrowed),
  };
}

/** The same pool; what BullMQ asks of it is asked with the database's time. */
function timedByDatabase(pool: Pool): Pool {
  const query = pool.query.bind(pool) as (text: unknown, values?: unknown) => unknown;
  const timed = (text: unknown, values?: unknown) =>
    query(typeof text === 'string' ? byDatabaseTime(text, Date.now()) : text, values);
  return Object.assign(pool, { query: timed });
}

/** A URL's own `options` would take the place of those that the pool is given. */
function takeSettings(url: string): { readonly connectionString: string; readonly settings: string } {
  const parsed = new URL(url);
  const settings = parsed.searchParams.getAll('options').join(' ');
  parsed.searchParams.delete('options');
  return { connectionString: parsed.href, settings };
}

async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await runMigrations(client);
  } finally {
    client.release();
  }
}

/**
 * Ends a pool that nobody uses any more. A worker that was closed before it was ready (bullmq 6.7) never gives
 * its LISTEN connection back, and the pool alone would wait for that for ever.
 */
async function endPool(pool: Pool, borrowed: ReadonlySet<PoolClient>): Promise<void> {
  const ended = pool.end();
  if (borrowed.size === 0) return ended;
  await Promise.all([...borrowed].map((client) => (client as unknown as Client).end()));
}
