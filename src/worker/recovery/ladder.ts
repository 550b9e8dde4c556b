import { asFarmError } from '../as-farm-error.js';
import type { Logger } from '../../platform/index.js';

/** One thing to try on a phone that does not answer, from the gentlest to the harshest. */
export interface Rung {
  readonly name: string;
  readonly attempt: (signal: AbortSignal) => Promise<void>;
  /** How long the phone may take to answer afterwards. */
  readonly settleMs: number;
}

export interface LadderOptions {
  readonly rungs: readonly Rung[];
  /** Resolves to true as soon as the phone answers, to false when it has not done so in time. */
  readonly answers: (withinMs: number, signal: AbortSignal) => Promise<boolean>;
  readonly logger: Logger;
}

/** Climbs until the phone answers. Resolves with the name of the rung that helped, or `undefined` when none did. */
export async function climbLadder(
  { rungs, answers, logger }: LadderOptions,
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const { name, attempt, settleMs } of rungs) {
    signal.throwIfAborted();
    try {
      await attempt(signal);
    } catch (error) {
      signal.throwIfAborted();
      logger.warn(
        { rung: name, reason: asFarmError(error).message },
        'a step of recovery did not go through',
      );
    }
    if (await answers(settleMs, signal)) return name;
  }
  return undefined;
}
