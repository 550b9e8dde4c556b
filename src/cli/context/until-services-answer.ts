import { isDatabaseAway } from '../../platform/database/index.js';
import { isFarmError } from '../../platform/index.js';
import type { CommandContext } from './context.js';

const firstPauseMs = 500;
const longestPauseMs = 5_000;

/**
 * Does what needs the database and the queue, again after growing pauses as long as either is away: what is to run for months does not
 * end because a server is restarted before it. Throws any other error at once, and the signal's reason when the command is ended.
 */
export async function untilServicesAnswer<Result>(
  { clock, signal, logger }: CommandContext,
  work: () => Promise<Result>,
): Promise<Result> {
  let told: string | undefined;
  for (let failures = 0; ; failures++) {
    try {
      return await work();
    } catch (error) {
      if (!isFarmError(error, 'QUEUE_UNREACHABLE') && !isDatabaseAway(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== told) (await logger()).warn({ reason }, 'a service does not answer, and is waited for');
      told = reason;
      await clock.sleep(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 10)), signal);
    }
  }
}
