import { isDatabaseAway, isRefusedForGood } from '../../platform/database/index.js';
import { isFarmError } from '../../platform/index.js';
import type { CommandContext } from './context.js';

const firstPauseMs = 500;
const longestPauseMs = 5_000;

/**
 * Does what needs the database and the queue, again after growing pauses as long as either is away: what is to run for months does not
 * end because a server is restarted before it. Throws any other error at once, one of a server that answers and refuses among them, and the
 * signal's reason when the command is ended.
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
      if (!isAway(error)) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      if (reason !== told) (await logger()).warn({ reason }, 'a service does not answer, and is waited for');
      told = reason;
      await clock.sleep(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 10)), signal);
    }
  }
}

/** How Redis begins what it answers to a wrong password, and to a user without rights (its "ACL" documentation). */
const redisRefusal = /\b(?:WRONGPASS|NOAUTH|NOPERM)\b/;

/** Whether it helps to wait: a server that lets nobody in with this password says so for ever. */
function isAway(error: unknown): boolean {
  if (isRefusedForGood(error)) return false;
  if (isFarmError(error, 'QUEUE_UNREACHABLE')) return !redisRefusal.test(error.message);
  return isDatabaseAway(error);
}
