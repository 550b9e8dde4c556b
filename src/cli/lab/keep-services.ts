import type { Clock, Config, Logger } from '../../platform/index.js';
import { findServices, startServices } from '../../platform/services/index.js';

export interface KeepServicesOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the watch; the server goes on. */
  readonly signal: AbortSignal;
}

const lookEveryMs = 1_000;

/**
 * Starts the embedded server again whenever it has ended, until the signal aborts. It comes back on its port, so that all who are connected
 * to it go on by themselves. Servers that the configuration names are others' to keep.
 */
export async function keepServices(
  config: Pick<Config, 'databaseUrl' | 'queueUrl' | 'dataDirectory'>,
  { clock, logger, signal }: KeepServicesOptions,
): Promise<void> {
  let told: string | undefined;
  while (!signal.aborted) {
    try {
      if ((await findServices(config)) === undefined) {
        const { embedded } = await startServices(config, { clock, logger, lasting: true });
        logger.warn({ port: embedded?.port }, 'the embedded Postgres had ended, and runs again');
      }
      told = undefined;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== told) logger.error({ reason }, 'the embedded Postgres has ended, and does not start');
      told = reason;
    }
    await clock.sleep(lookEveryMs, signal).catch(() => undefined);
  }
}
