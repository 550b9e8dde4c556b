import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { connectClient } from '../../../src/platform/database/index.js';
import { openSqlDatabase } from '../../../src/platform/database/open-sql-database.js';
import { silentLogger } from '../../../src/platform/index.js';
import { connectPostgres } from '../../../src/platform/queue/postgres-server.js';
import { startTestPostgres, type TestPostgres } from '../../support/postgres.js';

let database: TestPostgres;
beforeAll(async () => {
  database = await startTestPostgres();
});
afterAll(() => database.close());

const opened: Readonly<Record<string, (url: string) => Promise<{ pool: Pool; close: () => Promise<void> }>>> =
  {
    database: (url) => openSqlDatabase(url),
    queue: async (url) => {
      const server = await connectPostgres(url, 5, silentLogger());
      return { pool: server.connection as unknown as Pool, close: () => server.close() };
    },
  };

it.each(['database', 'queue'])(
  'a connection to the %s that breaks while it is lent out ends no process',
  async (of) => {
    const { pool, close } = (await opened[of]?.(database.url)) ?? expect.fail();
    const lent = await pool.connect();
    const { rows } = await lent.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    const ended = new Promise<void>((resolve) => lent.once('end', resolve));
    const other = await connectClient(database.url);
    await other.query('SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
    await ended;
    await expect(lent.query('SELECT 1')).rejects.toThrow();
    lent.release(true);
    await other.end();
    await close();
  },
);
