import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Client } from 'pg';

import type { Clock } from '../clock.js';
import { connectClient } from '../database/connect-client.js';
import type { PostgresServer } from './postgres-server.js';

type Located = Pick<PostgresServer, 'directory'>;

/** Present while a server is to go on running when the process that started it ends (`farm up`). */
const lastingFile = ({ directory }: Located) => join(directory, 'farm-lasting');

export async function markLasting(server: Located): Promise<void> {
  await writeFile(lastingFile(server), '');
}

export async function unmarkLasting(server: Located): Promise<void> {
  await rm(lastingFile(server), { force: true });
}

export async function isLasting(server: Located): Promise<boolean> {
  return stat(lastingFile(server)).then(
    () => true,
    () => false,
  );
}

/** How long the server may take to notice that a client has gone. */
const farewellMs = 1_000;

/** True when a client other than the one that asks is, and stays, connected to the server. */
export async function isUsedByOthers(server: PostgresServer, clock: Clock): Promise<boolean> {
  const client = await connectClient(server.url('postgres'));
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
