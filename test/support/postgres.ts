import { randomBytes } from 'node:crypto';

import { inject } from 'vitest';

import { applyMigrations, connectClient, openDatabase } from '../../src/platform/database/index.js';
import type { Database } from '../../src/platform/database/index.js';
import { systemClock } from '../../src/platform/index.js';
import { createDatabase, startPostgres } from '../../src/platform/services/index.js';
import type { PostgresServer } from '../../src/platform/services/index.js';

/** A migrated database of its own on the test run's Postgres, opened, and an empty one for a queue. */
export interface TestPostgres extends Database {
  readonly url: string;
  readonly queueUrl: string;
}

const template = 'farm_template';

/** Key of the advisory lock under which the template is made and copied: a copy allows no other connection to it. */
const templateLock = 0x74657374;

/**
 * Hands out a database. The server is started by the first caller of a test run, is shared by all test files, and ends
 * with the run (global-setup.ts). Call it in `beforeAll`, and `close()` in `afterAll`.
 */
export async function startTestPostgres(): Promise<TestPostgres> {
  const server = await testServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  await copyTemplate(server, name);
  const queueName = `${name}_queue`;
  await createDatabase(server.url('postgres'), queueName);
  const database = await openDatabase(server.url(name), { maxConnections: 5 });
  return { ...database, url: server.url(name), queueUrl: server.url(queueName) };
}

/** The URL of an empty database of its own, without tables. */
export async function emptyTestDatabase(): Promise<string> {
  const server = await testServer();
  const name = `empty_${randomBytes(8).toString('hex')}`;
  await createDatabase(server.url('postgres'), name);
  return server.url(name);
}

function testServer(): Promise<PostgresServer> {
  return startPostgres({ directory: inject('postgresDirectory'), throwaway: true, clock: systemClock });
}

async function copyTemplate(server: PostgresServer, name: string): Promise<void> {
  const serverUrl = server.url('postgres');
  const client = await connectClient(serverUrl);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [templateLock]);
    await createDatabase(serverUrl, template);
    await applyMigrations(server.url(template));
    await createDatabase(serverUrl, name, template);
  } finally {
    await client.end();
  }
}
