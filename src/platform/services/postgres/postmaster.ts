import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { identifyProcess } from '../../process/process-identity.js';
import type { ProcessIdentity } from '../../process/process-identity.js';
import { runCommand } from '../../process/run-command.js';

/** The main process of a Postgres server, as its own postmaster.pid tells. */
export interface Postmaster {
  readonly identity: ProcessIdentity;
  readonly port: number;
}

/**
 * The server that runs on a data directory, whoever started it; undefined when none does.
 * Does not trust the file alone: after a crash its process id may belong to someone else.
 */
export async function findPostmaster(directory: string): Promise<Postmaster | undefined> {
  // Line 1 is the process id, line 4 the port (Postgres, src/include/utils/pidfile.h).
  const lines = await readFile(join(directory, 'postmaster.pid'), 'utf8').then(
    (text) => text.split('\n'),
    () => undefined,
  );
  const pid = Number(lines?.[0]);
  const port = Number(lines?.[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !Number.isInteger(port) || port <= 0) return undefined;
  const identity = await identifyProcess(pid);
  if (!identity || !(await commandLineOf(pid)).includes(directory)) return undefined;
  return { identity, port };
}

/**
 * Takes a postmaster.pid away that a crash left behind. Postgres does that itself, but for the case that
 * a process of the same user got its id: then it refuses to start.
 */
export async function removeStalePidFile(directory: string): Promise<void> {
  await rm(join(directory, 'postmaster.pid'), { force: true });
}

async function commandLineOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  }
  return (await runCommand('ps', ['-o', 'command=', '-p', String(pid)])).stdout;
}
