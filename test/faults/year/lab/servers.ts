import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { Pool } from 'pg';

import type { Clock } from '../../../../src/platform/index.js';
import { createDatabase, startPostgres } from '../../../../src/platform/services/index.js';
import type { PostgresServer } from '../../../../src/platform/services/index.js';
import { stopPostgres } from '../../../../src/platform/services/postgres/postgres-server.js';
import { startBreakableLine } from '../../../support/breakable-line.js';
import type { BreakableLine } from '../../../support/breakable-line.js';
import { startTestRedis } from '../../../support/redis.js';

/** A server of the lab: reached through a line, killed and started again. */
export interface KilledServer {
  /** What the farm reaches it by: a line that stays whatever becomes of the server. */
  readonly line: BreakableLine;
  kill(): Promise<void>;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface LabPostgres extends KilledServer {
  /** To its second database, where a queue may be. */
  readonly queueLine: BreakableLine;
  /** Rows of a query of the auditor's, which comes by no line of the farm's. Waits until the server answers. */
  rows<Row>(text: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A Postgres that keeps what it has committed, whatever ends it. */
export async function startLabPostgres(directory: string, clock: Clock): Promise<LabPostgres> {
  const options = { directory, clock };
  let server = await startPostgres(options);
  await createDatabase(server.url('postgres'), 'farm');
  await createDatabase(server.url('postgres'), 'farm_queue');
  let pool = auditorsPool(server);
  const line = await startBreakableLine(server.url('farm'));
  const queueLine = await startBreakableLine(server.url('farm_queue'));
  return {
    line,
    queueLine,
    kill() {
      // As the kernel does where memory is short: its children notice, and end.
      process.kill(server.identity.pid, 'SIGKILL');
      return Promise.resolve();
    },
    async startAgain() {
      for (;;) {
        try {
          server = await startPostgres(options);
          for (const each of [line, queueLine]) each.aim(server.port);
          // Not waited for: a connection whose server was killed may never say that it has ended.
          void pool.end().catch(() => undefined);
          pool = auditorsPool(server);
          return;
        } catch {
          // Its children hold the memory that it shared with them until they have noticed.
          await clock.sleep(200);
        }
      }
    },
    async rows<Row>(text: string, parameters: readonly unknown[] = []) {
      for (;;) {
        try {
          const { rows } = await pool.query<Row & object>(text, [...parameters]);
          return rows;
        } catch (error) {
          // 57: the server is ending or starting (Postgres, appendix A); anything else without a code is the network.
          const { code = '57' } = error as { code?: string };
          if (/^[0-9A-Z]{5}$/.test(code) && !code.startsWith('57')) throw error;
          await clock.sleep(200);
        }
      }
    },
    async stop() {
      await Promise.all([line.close(), queueLine.close(), pool.end()]);
      await stopPostgres(server, clock);
    },
  };
}

/** Gives up what does not answer, which the killing of servers leaves behind. */
function auditorsPool(server: PostgresServer): Pool {
  const pool = new Pool({
    connectionString: server.url('farm'),
    max: 4,
    connectionTimeoutMillis: 5_000,
    query_timeout: 60_000,
  });
  pool.on('error', () => undefined);
  return pool;
}

/** A Redis as docker-compose.yml sets it up: it forgets nothing but the last second. */
export async function startLabRedis(directory: string): Promise<KilledServer> {
  await mkdir(join(directory, 'redis'), { recursive: true });
  const settings = {
    ...{ dir: join(directory, 'redis'), appendonly: 'yes', appendfsync: 'everysec' },
    'maxmemory-policy': 'noeviction',
  };
  let server = await startTestRedis({ settings });
  const { port } = server;
  const line = await startBreakableLine(server.url);
  return {
    line,
    kill: () => server.kill(),
    async startAgain() {
      server = await startTestRedis({ settings, port });
    },
    async stop() {
      await line.close();
      await server.stop();
    },
  };
}
