import { createLogger, readConfig } from '../platform/index.js';
import type { Clock, Config, Logger } from '../platform/index.js';
import { createProgress } from './output/progress.js';
import type { Progress } from './output/progress.js';
import type { OutputStreams } from './output/output.js';
import type { Services } from './services/services.js';

/** What the process gives to a command line. */
export interface FarmProcess extends OutputStreams {
  /** The environment; this process's own by default. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly clock: Clock;
  /** Aborts when the user wants to stop. */
  readonly signal: AbortSignal;
}

/** 0 done, 1 failed, 2 wrong usage or input, 3 partly done. */
export type ExitCode = 0 | 1 | 2 | 3;

/** What commands work with. Nothing is opened before a command asks for it; everything is closed when it ends. */
export interface CommandContext extends FarmProcess {
  readonly progress: Progress;
  readonly config: () => Config;
  /** Writes lines of JSON to stderr, from the level that the environment names. */
  readonly logger: () => Logger;
  /** Database and queues: servers that the environment names, or the embedded ones of `farm up`. */
  readonly services: () => Promise<Services>;
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
  let config: Config | undefined;
  let logger: Logger | undefined;
  let services: Promise<Services> | undefined;
  const context: CommandContext = {
    ...caller,
    progress: createProgress(caller.stderr, caller.clock),
    config: () => (config ??= readConfig(caller.env, caller.cwd)),
    logger: () => (logger ??= createLogger({ level: context.config().logLevel, output: caller.stderr })),
    services: () => (services ??= openConfiguredServices(context.config(), context.logger())),
    exitWith: (wanted) => (code = wanted),
  };
  return {
    context,
    exitCode: () => code,
    close: async () => (await services?.catch(() => undefined))?.close(),
  };
}

/** Loaded late, so that commands that need no services start at once. */
async function openConfiguredServices(config: Config, logger: Logger): Promise<Services> {
  const { openServices } = await import('./services/services.js');
  return openServices(config, logger);
}
