import { describe, expect, it } from 'vitest';

import { answerInTime, queuePatienceMs } from '../../../../src/api/dashboard/queue-board/answer-in-time.js';
import { ManualClock } from '../../../support/manual-clock.js';

describe('what the board asks of the queue', () => {
  it('is refused once the queue has been silent for too long', async () => {
    const clock = new ManualClock();
    const answer = answerInTime(clock, new Promise<string>(() => undefined));
    clock.advance(queuePatienceMs);
    await expect(answer).rejects.toMatchObject({ code: 'QUEUE_UNREACHABLE' });
  });

  it('is told as soon as it is there, and nobody waits any more', async () => {
    const clock = new ManualClock();
    await expect(answerInTime(clock, Promise.resolve('jobs'))).resolves.toBe('jobs');
    await expect(answerInTime(clock, Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(clock.sleeperCount).toBe(0);
  });
});
