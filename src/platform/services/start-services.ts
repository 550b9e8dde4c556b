import type { ChildProcess } from 'node:child_process';
import { chmod, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock } from '../clock.js';
import type { Config } from '../config/index.js';
import { applyMigrations } from '../database/migrations/index.js';
import type { Logger } from '../logging.js';
import { spawnEntry } from '../process/spawn-entry.js';
import { createDatabase } from './create-database.js';
import { markLasting, unmarkLasting } from './lifetime.js';
import {
  discardPostgres,
  findPostgres,
  startPostgresUnlocked,
  stopPostgres,
} from './postgres/postgres-server.js';
import type { PostgresServer } from './postgres/postgres-server.js';
import { bePresent, endUnlessNeeded } from './presence.js';
import { withStartLock } from './start-lock.js';

type ServicesConfig = Pick<Config, 'databaseUrl' | 'queueUrl' | 'dataDirectory'>;

export interface ServicesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Embedded servers go on running after this process, until {@link stopServices}. */
  readonly lasting?: boolean;
  /** Embedded servers get a data directory of their own that goes with them, and are fast rather than safe. */
  readonly throwaway?: boolean;
}

/** Where the database and the queue are. URLs hold passwords. */
export interface ServiceUrls {
  readonly databaseUrl: string;
  readonly queueUrl: string;
}

export interface Services extends ServiceUrls {
  /** The embedded Postgres, where one is used. */
  readonly embedded?: Pick<PostgresServer, 'port' | 'directory' | 'logPath' | 'identity'>;
  /**
   * Ends an embedded server, unless it is to last or another process is connected to it.
   * Close this process's connections first. Servers named by URLs are left alone. May be called twice.
   */
  stop(): Promise<void>;
}

/** Databases of the embedded server. They are kept apart so that either can move to a server of its own. */
const embeddedDatabases = { database: 'farm', queue: 'farm_queue' } as const;

/**
 * Makes the database and the queue available: the servers that the configuration names, else an embedded Postgres, which is
 * started or found running. A queue without an address is kept where the database is. The database is migrated.
 * @throws FarmError of {@link startPostgresUnlocked} and {@link applyMigrations}
 */
export async function startServices(config: ServicesConfig, options: ServicesOptions): Promise<Services> {
  const named = namedServices(config);
  if (named) {
    await applyMigrations(named.databaseUrl);
    return { ...named, stop: () => Promise.resolve() };
  }
  const { server, stop } = await startEmbedded(config.dataDirectory, options);
  try {
    const serverUrl = server.url('postgres');
    await createDatabase(serverUrl, embeddedDatabases.database);
    await createDatabase(serverUrl, embeddedDatabases.queue);
    const urls = embeddedUrls(config, server);
    await applyMigrations(urls.databaseUrl);
    return { ...urls, embedded: server, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The services as they are now, without starting any; undefined when the embedded server is needed and does not run. */
export async function findServices(config: ServicesConfig): Promise<ServiceUrls | undefined> {
  const named = namedServices(config);
  if (named) return named;
  const server = await findPostgres(config.dataDirectory);
  return server && embeddedUrls(config, server);
}

/** Ends the embedded server whoever started it and whoever uses it. Resolves to false when none ran. */
export async function stopServices(config: Pick<Config, 'dataDirectory'>, clock: Clock): Promise<boolean> {
  if ((await findPostgres(config.dataDirectory)) === undefined) return false;
  return withStartLock(config.dataDirectory, clock, async () => {
    const server = await findPostgres(config.dataDirectory);
    if (!server) return false;
    await unmarkLasting(server);
    await stopPostgres(server, clock);
    return true;
  });
}

function namedServices({ databaseUrl, queueUrl }: ServicesConfig): ServiceUrls | undefined {
  return databaseUrl === undefined ? undefined : { databaseUrl, queueUrl: queueUrl ?? databaseUrl };
}

function embeddedUrls({ queueUrl }: ServicesConfig, server: PostgresServer): ServiceUrls {
  return {
    databaseUrl: server.url(embeddedDatabases.database),
    queueUrl: queueUrl ?? server.url(embeddedDatabases.queue),
  };
}

async function startEmbedded(
  dataDirectory: string,
  { clock, logger, lasting = false, throwaway = false }: ServicesOptions,
): Promise<{ server: PostgresServer; stop: () => Promise<void> }> {
  const directory = throwaway ? await temporaryDirectory() : dataDirectory;
  const { server, presence } = await withStartLock(directory, clock, async () => {
    const started = await startPostgresUnlocked({ directory, throwaway, clock });
    if (lasting) await markLasting(started);
    return { server: started, presence: await bePresent(started) };
  });
  const { port, started } = server;
  logger.debug({ port, directory: server.directory, started }, 'embedded Postgres is running');
  const guardian = started && !lasting ? startGuardian(directory, throwaway) : undefined;

  async function stop(): Promise<void> {
    guardian?.kill('SIGKILL');
    await presence.end();
    if (throwaway) await discardPostgres(server, clock);
    else await endUnlessNeeded(directory, clock);
  }

  let stopping: Promise<void> | undefined;
  return { server, stop: () => (stopping ??= stop()) };
}

function startGuardian(directory: string, throwaway: boolean): ChildProcess {
  const argument = JSON.stringify({ directory, throwaway });
  return spawnEntry('platform/services/postgres-guardian', [argument], { background: true });
}

/** Open to pass for Postgres's own user, who owns the data in it; they are as closed as ever. */
async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'latency-farm-'));
  await chmod(directory, 0o711);
  return directory;
}
