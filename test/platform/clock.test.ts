import { describe, expect, it } from 'vitest';

import { systemClock } from '../../src/platform/clock.js';

describe('systemClock', () => {
  it('counts durations that never go back', () => {
    const before = systemClock.monotonicMs();
    expect(systemClock.monotonicMs()).toBeGreaterThanOrEqual(before);
  });

  it('wakes a sleeper with the reason of the signal', async () => {
    const controller = new AbortController();
    const sleeping = systemClock.sleep(3_600_000, controller.signal);
    controller.abort(new Error('phone lost'));
    await expect(sleeping).rejects.toThrow('phone lost');
    await expect(systemClock.sleep(1, controller.signal)).rejects.toThrow('phone lost');
  });
});
