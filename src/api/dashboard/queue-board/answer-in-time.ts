import { platformError } from '../../../platform/errors.js';
import type { Clock } from '../../../platform/index.js';

/** How long the queue's server may take for what the board asks: the page asks again every few seconds. */
export const queuePatienceMs = 10_000;

/**
 * What the queue answers, or that it does not: while Redis is away, BullMQ waits for it without end.
 * @throws FarmError QUEUE_UNREACHABLE
 */
export async function answerInTime<Answer>(clock: Clock, answer: Promise<Answer>): Promise<Answer> {
  const answered = new AbortController();
  const tooLong = clock.sleep(queuePatienceMs, answered.signal).then(() => {
    throw platformError('QUEUE_UNREACHABLE', `The queue did not answer within ${queuePatienceMs / 1000} s.`);
  });
  for (const one of [answer, tooLong]) one.catch(() => undefined);
  try {
    return await Promise.race([answer, tooLong]);
  } finally {
    answered.abort();
  }
}
