import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { open, readFile, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { Client } from 'pg';

import type { Clock } from '../../clock.js';
import { platformError } from '../../errors.js';
import { terminateIdentified } from '../../process/process-identity.js';
import type { ProcessIdentity } from '../../process/process-identity.js';
import { freePort } from '../free-port.js';
import { withStartLock } from '../start-lock.js';
import { openCluster, superuser } from './cluster.js';
import type { Cluster } from './cluster.js';
import { findPostgresBinaries, postgresOf } from './postgres-binaries.js';
import { lastPort } from './last-port.js';
import { postgresOwner, reachableBinaries, reachableDirectory } from './postgres-owner.js';
import { postgresArguments } from './postgres-settings.js';
import { findPostmaster, removeStalePidFile } from './postmaster.js';
import type { Postmaster } from './postmaster.js';

export interface PostgresOptions {
  /** Folder that holds the server's data (`postgres/`) and log; another one below /var/lib stands for it where root must. */
  readonly directory: string;
  /** Trades safety for speed: a crash of the machine may lose everything. Off by default. */
  readonly throwaway?: boolean;
  readonly clock: Clock;
}

/** A running embedded Postgres. */
export interface PostgresServer {
  readonly port: number;
  readonly identity: ProcessIdentity;
  /** The data directory. */
  readonly directory: string;
  readonly logPath: string;
  /** URL of one of its databases, password included: for programs, never for logs. */
  url(database: string): string;
}

export interface StartedPostgres extends PostgresServer {
  /** False when it was running already. */
  readonly started: boolean;
}

const startDeadlineMs = 60_000;

/**
 * Starts the Postgres of a folder, or finds it running. It goes on running until {@link stopPostgres}.
 * Only for callers that hold the folder's start lock; {@link startPostgres} takes it.
 * @throws FarmError POSTGRES_BINARIES_MISSING, POSTGRES_VERSION_DIFFERS, POSTGRES_START_FAILED
 */
export async function startPostgresUnlocked({
  directory,
  throwaway = false,
  clock,
}: PostgresOptions): Promise<StartedPostgres> {
  const owner = await postgresOwner();
  const binaries = await reachableBinaries(await findPostgresBinaries(), owner);
  const place = await reachableDirectory(directory, owner);
  const cluster = await openCluster(join(place, 'postgres'), binaries, owner, throwaway);
  if (await findPostmaster(cluster.directory)) {
    const running = await untilReady(cluster, undefined, clock);
    if (running) return { ...running, started: false };
  }

  const launch = async (attempt: number) => {
    // Where it was, for those who are connected to it find it again by themselves.
    const port = await freePort(attempt === 1 ? await lastPort(cluster.directory) : undefined);
    const log = await open(logPathOf(cluster.directory), 'a', 0o600);
    try {
      const args = postgresArguments(cluster.directory, port, throwaway);
      const stdio = ['ignore' as const, log.fd, log.fd];
      // A process group of its own keeps a Ctrl-C in the terminal away from it.
      return watched(spawn(postgresOf(binaries), args, { cwd: '/', detached: true, stdio, ...owner }));
    } finally {
      await log.close();
    }
  };
  return startAndWait(cluster, launch, clock);
}

/** {@link startPostgresUnlocked} for any number of callers at once. */
export function startPostgres(options: PostgresOptions): Promise<StartedPostgres> {
  return withStartLock(options.directory, options.clock, () => startPostgresUnlocked(options));
}

/** Finds the running Postgres of a folder; undefined when none runs. */
export async function findPostgres(directory: string): Promise<PostgresServer | undefined> {
  // To look must not leave a folder behind.
  if (!existsSync(directory)) return undefined;
  const place = await reachableDirectory(directory, await postgresOwner());
  const dataDirectory = join(place, 'postgres');
  const running = await findPostmaster(dataDirectory);
  if (!running) return undefined;
  const password = await readFile(join(dataDirectory, 'farm-password'), 'utf8');
  return serverOf({ directory: dataDirectory, password }, running);
}

/** Stops a server: open connections are cut, what was committed is kept. Resolves when it has ended. */
export async function stopPostgres(server: Pick<PostgresServer, 'identity'>, clock: Clock): Promise<void> {
  // SIGINT is the "fast" shutdown (Postgres documentation, "Shutting Down the Server").
  await terminateIdentified(server.identity, clock, { signal: 'SIGINT', graceMs: 30_000 });
}

/** Ends a throwaway server at once and removes its data, its log, and their folder if nothing else is in it. */
export async function discardPostgres(
  server: Omit<PostgresServer, 'port' | 'url'>,
  clock: Clock,
): Promise<void> {
  await terminateIdentified(server.identity, clock, { signal: 'SIGQUIT', graceMs: 5_000 });
  await rm(server.directory, { recursive: true, force: true });
  await rm(server.logPath, { force: true });
  await rmdir(dirname(server.directory)).catch(() => undefined);
}

async function startAndWait(
  cluster: Cluster,
  launch: (attempt: number) => Promise<AbortSignal>,
  clock: Clock,
): Promise<StartedPostgres> {
  // The port may be taken meanwhile, or a stale pid file may be in the way.
  for (let attempt = 1; ; attempt++) {
    const ended = await launch(attempt);
    const server = await untilReady(cluster, ended, clock);
    if (server) return { ...server, started: true };
    if (attempt === 3) throw await startFailed(cluster, 'it ended at once');
    await removeStalePidFile(cluster.directory);
  }
}

/**
 * Aborted once the child has ended or could not be started. Taken in the turn of its spawning, since a server that refuses its
 * settings ends within milliseconds.
 */
function watched(child: ChildProcess): AbortSignal {
  const ended = new AbortController();
  child.on('error', () => ended.abort());
  child.on('exit', () => ended.abort());
  child.unref();
  return ended.signal;
}

/** The server once it answers; undefined when it has ended. Without `ended` it was started by another process. */
async function untilReady(
  cluster: Cluster,
  ended: AbortSignal | undefined,
  clock: Clock,
): Promise<PostgresServer | undefined> {
  const deadlineMs = clock.monotonicMs() + startDeadlineMs;
  while (clock.monotonicMs() < deadlineMs) {
    const running = await findPostmaster(cluster.directory);
    if (running) {
      const server = serverOf(cluster, running);
      if (await answers(server)) return server;
    } else if (ended?.aborted ?? true) {
      return undefined;
    }
    await clock.sleep(20);
  }
  throw await startFailed(cluster, `it did not answer within ${startDeadlineMs / 1000} s`);
}

async function answers(server: PostgresServer): Promise<boolean> {
  const client = new Client({ connectionString: server.url('postgres') });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function startFailed(cluster: Cluster, reason: string): Promise<Error> {
  const logPath = logPathOf(cluster.directory);
  const log = await readFile(logPath, 'utf8').catch(() => '');
  const lastLines = log.trimEnd().split('\n').slice(-10).join('\n');
  return platformError(
    'POSTGRES_START_FAILED',
    `Postgres on ${cluster.directory}: ${reason}. From ${logPath}:\n${lastLines}`,
  );
}

function logPathOf(dataDirectory: string): string {
  return join(dirname(dataDirectory), 'postgres.log');
}

function serverOf({ directory, password }: Cluster, { identity, port }: Postmaster): PostgresServer {
  return {
    port,
    identity,
    directory,
    logPath: logPathOf(directory),
    url: (database) => `postgres://${superuser}:${password}@127.0.0.1:${port}/${database}`,
  };
}
