// Started beside an embedded Postgres that belongs to one process: when that process ends without stopping the server,
// killed for instance, this one does it. Argument: the server as JSON.
import { argv } from 'node:process';

import { z } from 'zod';

import { systemClock } from '../clock.js';
import { discardPostgres, stopPostgres } from './postgres-server.js';
import { isLasting } from './lifetime.js';

const { throwaway, ...server } = z
  .object({
    identity: z.object({ pid: z.number(), startedAt: z.string() }),
    directory: z.string(),
    logPath: z.string(),
    throwaway: z.boolean(),
  })
  .parse(JSON.parse(argv[2] ?? ''));

async function endServer(): Promise<void> {
  if (throwaway) await discardPostgres(server, systemClock);
  else if (!(await isLasting(server))) await stopPostgres(server, systemClock);
  process.exit(0);
}

// Ctrl-C reaches every process of the terminal; the parent decides what it means.
process.on('SIGINT', () => undefined);
if (process.connected) process.on('disconnect', () => void endServer());
else await endServer();
