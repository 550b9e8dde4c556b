// Started beside an embedded Postgres by the process that started that: when the process ends without ending the server,
// killed for instance, this one does it. Argument: the server's folder and whether it is a throwaway, as JSON.
import { argv } from 'node:process';

import { z } from 'zod';

import { systemClock } from '../clock.js';
import { discardPostgres, findPostgres } from './postgres/postgres-server.js';
import { endUnlessNeeded } from './presence.js';

const { directory, throwaway } = z
  .object({ directory: z.string(), throwaway: z.boolean() })
  .parse(JSON.parse(argv[2] ?? ''));

async function endServer(): Promise<void> {
  if (throwaway) {
    const server = await findPostgres(directory);
    if (server) await discardPostgres(server, systemClock);
  } else {
    await endUnlessNeeded(directory, systemClock);
  }
  process.exit(0);
}

// Ctrl-C reaches every process of the terminal; the parent decides what it means.
process.on('SIGINT', () => undefined);
if (process.connected) process.on('disconnect', () => void endServer());
else await endServer();
