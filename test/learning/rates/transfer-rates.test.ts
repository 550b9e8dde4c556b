import { describe, expect, it } from 'vitest';

import { commonRates } from '../../../src/learning/rates/common-rates.js';
import type { MeasuredTotals } from '../../../src/learning/rates/fit-rates.js';
import type { RateBelief } from '../../../src/learning/rates/rate-belief.js';
import { rateTransfer } from '../../../src/learning/rates/transfer-rates.js';

const prior: RateBelief = {
  names: ['a', 'b'],
  mean: new Float64Array(2),
  covariance: Float64Array.from([9, 0, 0, 9]),
};

/** A task whose rates are these, told by totals of each alone. */
function task(a: number, b: number): MeasuredTotals {
  return {
    rows: [Float64Array.from([1, 0]), Float64Array.from([0, 1]), Float64Array.from([1, 1])],
    logUs: Float64Array.from([Math.log(a), Math.log(b), Math.log(a + b)]),
    noise: new Float64Array(3).fill(0.02),
  };
}

const tasks = commonRates([task(2, 8), task(4, 16), task(3, 12)], {
  prior,
  between: { covariance: Float64Array.from([0.1, 0, 0, 0.1]), worth: 1 },
  rounds: 3,
  degreesOfFreedom: Infinity,
});
const apart = Float64Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]);

describe('a task that is not known', () => {
  it('is believed to be what all have in common where it is like none', () => {
    const belief = rateTransfer(tasks, apart)(new Float64Array(3));
    expect([...belief.mean]).toEqual([...tasks.common.mean]);
  });

  it('is believed to be as the one that it is all but the same as', () => {
    const belief = rateTransfer(tasks, apart)(Float64Array.from([0, 0.999, 0]));
    expect(Math.exp(belief.mean[0] as number)).toBeCloseTo(4, 1);
    expect(Math.exp(belief.mean[1] as number) / 16).toBeCloseTo(1, 1);
  });

  it('is the less certain the less it is alike', () => {
    const transfer = rateTransfer(tasks, apart);
    const variance = (alike: number) => transfer(Float64Array.from([alike, 0, 0])).covariance[0] as number;
    expect(variance(0.9)).toBeLessThan(variance(0.5));
    expect(variance(0.5)).toBeLessThan(variance(0));
  });

  it('is believed what is believed of all where no task is known', () => {
    expect(rateTransfer({ common: prior, tasks: [] }, new Float64Array())(new Float64Array())).toBe(prior);
  });
});
