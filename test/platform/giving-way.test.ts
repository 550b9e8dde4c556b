import { describe, expect, it } from 'vitest';

import { givingWay } from '../../src/platform/giving-way.js';
import { ManualClock } from '../support/manual-clock.js';

describe('a long computation', () => {
  /** Does steps of some milliseconds each; tells after which of them others had their turn. */
  async function turnsOfOthers(stepsMs: readonly number[], sliceMs: number): Promise<number[]> {
    const clock = new ManualClock();
    const giveWay = givingWay(clock, sliceMs);
    const turns: number[] = [];
    for (const [step, ms] of stepsMs.entries()) {
      clock.advance(ms);
      let isOver = false;
      setImmediate(() => !isOver && turns.push(step));
      await giveWay();
      isOver = true;
    }
    return turns;
  }

  it('gives way to others after each slice of time, and not more often', async () => {
    expect(await turnsOfOthers([2, 2, 2, 2, 2, 9, 1], 5)).toEqual([2, 5]);
  });

  it('keeps its thread while it is quick', async () => {
    expect(await turnsOfOthers([1, 1, 1], 5)).toEqual([]);
  });
});
