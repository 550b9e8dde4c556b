import type { Database, SqlDatabase } from '../../platform/database/index.js';
import type { Clock, Config, Logger } from '../../platform/index.js';
import { harmlessSink } from '../output/harmless-sink.js';
import { createProgress } from '../output/progress.js';
import type { Progress } from '../output/progress.js';
import type { OutputStreams } from '../output/output.js';
import type { RemoteFarm } from '../remote/remote-farm.js';
import type { Services } from './services.js';

/** What the process gives to a command line. */
export interface FarmProcess extends OutputStreams {
  /** The environment; this process's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Standard input; absent where there is none to read. */
  readonly stdin?: AsyncIterable<string | Uint8Array>;
  readonly clock: Clock;
  /** Aborts when the user wants to stop. */
  readonly signal: AbortSignal;
}

/** 0 done, 1 failed, 2 wrong usage or input, 3 partly done. */
export type ExitCode = 0 | 1 | 2 | 3;

/**
 * What commands work with. Nothing is loaded or opened before a command asks for it, so that each starts at once; everything is closed
 * when it ends.
 */
export interface CommandContext extends FarmProcess {
  readonly progress: Progress;
  readonly config: () => Promise<Config>;
  /** Writes lines of JSON to stderr, from the level that the environment names. */
  readonly logger: () => Promise<Logger>;
  /** The database: the one that the environment names, or the embedded one of `farm up`. Its schema is up to date. */
  readonly database: () => Promise<Database>;
  /** The same database for plain SQL: for commands that need no Prisma, and start in half the time without it. */
  readonly sqlDatabase: () => Promise<SqlDatabase>;
  /** Database and queues; for commands that wake workers, or are woken. */
  readonly services: () => Promise<Services>;
  /** The farm that the environment names by its URL; undefined where commands are to ask the database. */
  readonly remoteFarm: () => Promise<RemoteFarm | undefined>;
  /** How a command ends that neither throws nor is simply done. */
  readonly exitWith: (code: ExitCode) => void;
}

/** A context, and what its owner may do with it. */
export interface OwnedContext {
  readonly context: CommandContext;
  readonly exitCode: () => ExitCode;
  readonly close: () => Promise<void>;
}

export function createContext(caller: FarmProcess): OwnedContext {
  let code: ExitCode = 0;
  let config: Promise<Config> | undefined;
  let logger: Promise<Logger> | undefined;
  let remoteFarm: Promise<RemoteFarm | undefined> | undefined;
  const context: CommandContext = {
    ...caller,
    stdout: harmlessSink(caller.stdout),
    stderr: harmlessSink(caller.stderr),
    progress: createProgress(caller.stderr, caller.clock),
    config: () => (config ??= readConfiguration(caller)),
    logger: () => (logger ??= createConfiguredLogger(context)),
    database: () => database.get(),
    sqlDatabase: () => sqlDatabase.get(),
    services: () => services.get(),
    remoteFarm: () => (remoteFarm ??= openRemoteFarm(context)),
    exitWith: (wanted) => (code = wanted),
  };
  const database = new Opened(() => openConfiguredDatabase(context));
  const sqlDatabase = new Opened(() => openConfiguredSqlDatabase(context));
  const services = new Opened(() => openConfiguredServices(context));
  return {
    context,
    exitCode: () => code,
    async close() {
      await services.close();
      await sqlDatabase.close();
      await database.close();
    },
  };
}

/** Opened when it is first asked for, and again when that failed; closed with its command. */
class Opened<Resource extends { close(): Promise<void> }> {
  #opening: Promise<Resource> | undefined;

  constructor(private readonly open: () => Promise<Resource>) {}

  get(): Promise<Resource> {
    if (this.#opening === undefined) {
      const opening = this.open();
      this.#opening = opening;
      opening.catch(() => (this.#opening = undefined));
    }
    return this.#opening;
  }

  async close(): Promise<void> {
    await (await this.#opening?.catch(() => undefined))?.close();
  }
}

async function readConfiguration({ env, cwd }: FarmProcess): Promise<Config> {
  const { readConfig } = await import('../../platform/config/index.js');
  return readConfig(env, cwd);
}

async function createConfiguredLogger({ config, stderr }: CommandContext): Promise<Logger> {
  const { createLogger } = await import('../../platform/logging.js');
  return createLogger({ level: (await config()).logLevel, output: stderr });
}

async function openRemoteFarm({ config, clock, signal }: CommandContext): Promise<RemoteFarm | undefined> {
  const { api } = await config();
  if (api === undefined) return undefined;
  const { RemoteFarm } = await import('../remote/remote-farm.js');
  return new RemoteFarm({ ...api, clock, signal });
}

async function openConfiguredDatabase(context: CommandContext): Promise<Database> {
  const { openDatabase } = await import('../../platform/database/open-database.js');
  const { url, options } = await databaseSettings(context);
  return openDatabase(url, options);
}

async function openConfiguredSqlDatabase(context: CommandContext): Promise<SqlDatabase> {
  const { openSqlDatabase } = await import('../../platform/database/open-sql-database.js');
  const { url, options } = await databaseSettings(context);
  return openSqlDatabase(url, options);
}

async function databaseSettings({ config, logger }: CommandContext) {
  const { configuredServices } = await import('./configured-services.js');
  const settings = await config();
  const { databaseUrl: url } = await configuredServices(settings);
  return { url, options: { maxConnections: settings.databaseConnections, logger: await logger() } };
}

async function openConfiguredServices({ config, database, logger }: CommandContext): Promise<Services> {
  const { configuredServices } = await import('./configured-services.js');
  const { addQueue } = await import('./services.js');
  const settings = await config();
  const { queueUrl } = await configuredServices(settings);
  return addQueue(await database(), queueUrl, settings, await logger());
}
