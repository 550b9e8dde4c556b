import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { PostgresServer } from './postgres/postgres-server.js';

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
