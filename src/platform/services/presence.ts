import type { Client } from 'pg';

import type { Clock } from '../clock.js';
import { connectClient } from '../database/connection/connect-client.js';
import { isFarmError } from '../errors.js';
import { isLasting } from './lifetime.js';
import { findPostgres, stopPostgres } from './postgres/postgres-server.js';
import type { PostgresServer } from './postgres/postgres-server.js';
import { withStartLock } from './start-lock.js';

/** A connection that does nothing but show the server's other users that it is needed. It keeps no process alive. */
export interface Presence {
  end(): Promise<void>;
}

/** What node-postgres has and its type declarations lack. */
interface Referenced {
  ref(): void;
  unref(): void;
}

export async function bePresent(server: PostgresServer): Promise<Presence> {
  const client = await connectClient(server.url('postgres'));
  const connection = client as unknown as Referenced;
  connection.unref();
  return {
    end() {
      // The process has to live until the farewell is over.
      connection.ref();
      return client.end();
    },
  };
}

/** Ends the Postgres of a folder unless it is to last or a process is connected to it. Does nothing when none runs. */
export async function endUnlessNeeded(directory: string, clock: Clock): Promise<void> {
  await withStartLock(directory, clock, async () => {
    const server = await findPostgres(directory);
    if (!server || (await isLasting(server)) || (await isInUse(server, clock))) return;
    await stopPostgres(server, clock);
  });
}

/** How long the server may take to notice that a client has gone. */
const farewellMs = 1_000;

async function isInUse(server: PostgresServer, clock: Clock): Promise<boolean> {
  let client: Client;
  try {
    client = await connectClient(server.url('postgres'));
  } catch (error) {
    if (isFarmError(error, 'DATABASE_UNREACHABLE')) return false;
    throw error;
  }
  try {
    const deadlineMs = clock.monotonicMs() + farewellMs;
    while (await hasOtherClients(client)) {
      if (clock.monotonicMs() >= deadlineMs) return true;
      await clock.sleep(25);
    }
    return false;
  } finally {
    await client.end();
  }
}

async function hasOtherClients(client: Client): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()`,
  );
  return rowCount !== 0;
}
