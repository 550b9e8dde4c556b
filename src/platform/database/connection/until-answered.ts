import type { Clock } from '../../clock.js';
import { isFarmError } from '../../errors.js';
import type { Logger } from '../../logging.js';
import { databaseRefusal, saysConnectionLost } from './database-refusal.js';

/** What passes by itself, or when somebody mends the server: nothing that is to be stored need be lost for it. */
const passingRefusals: readonly string[] = [
  'DATABASE_UNREACHABLE',
  'DATABASE_EXHAUSTED',
  'DATABASE_READ_ONLY',
];

/** How operating systems and Prisma (its error reference, "P1001" and so on) call a server that cannot be reached or has hung up. */
const lostCodes: readonly string[] = [
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'ENETDOWN'],
  ...['ENOTFOUND', 'EAI_AGAIN', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024'],
];

/** How deep causes are looked into: errors that carry themselves as their cause exist. */
const maxDepth = 8;

/** Whether an error says that the database is away for now, and not that what was asked of it is wrong. */
export function isDatabaseAway(error: unknown): boolean {
  if (isFarmError(error)) return passingRefusals.includes(error.code);
  if (namesLostConnection(error, 0)) return true;
  const refusal = databaseRefusal(error);
  return refusal !== undefined && passingRefusals.includes(refusal.code);
}

function namesLostConnection(error: unknown, depth: number): boolean {
  if (typeof error !== 'object' || error === null || depth > maxDepth) return false;
  const { code, errors, cause, message } = error as Record<string, unknown>;
  if (lostCodes.includes(code as string)) return true;
  if (typeof message === 'string' && saysConnectionLost(message)) return true;
  if (Array.isArray(errors) && errors.some((inner) => namesLostConnection(inner, depth + 1))) return true;
  return namesLostConnection(cause, depth + 1);
}

export interface AnswerWaiting {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Ends the wait with its reason. */
  readonly signal: AbortSignal;
}

const firstPauseMs = 100;
/** A database that is back is noticed within this time. */
const longestPauseMs = 5_000;

/**
 * Does what needs the database, again after growing pauses as long as it is away, and says so once. Any other error is thrown at once.
 * What is done must come to the same when it is done twice: a connection may break after the database has done its part.
 */
export async function untilDatabaseAnswers<Result>(
  work: () => Promise<Result>,
  { clock, logger, signal }: AnswerWaiting,
): Promise<Result> {
  for (let failures = 0; ; failures++) {
    try {
      const result = await work();
      if (failures > 0) logger.info('the database answers again');
      return result;
    } catch (error) {
      if (!isDatabaseAway(error)) throw error;
      signal.throwIfAborted();
      if (failures === 0) logger.warn({ error }, 'the database does not answer, and is waited for');
      await clock.sleep(Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failures, 10)), signal);
    }
  }
}
