import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { LearningError } from '../../../src/learning/errors.js';
import { fitRates, type MeasuredTotals } from '../../../src/learning/rates/fit-rates.js';
import { believedTotal, type RateBelief } from '../../../src/learning/rates/rate-belief.js';
import { randomFromSeed } from '../../../src/learning/random/random.js';

const names = ['a', 'b', 'c'];
const rates = [0.5, 2, 10];

/** Believes each rate to be 1, to a factor of e³. */
const vague: RateBelief = {
  names,
  mean: new Float64Array(3),
  covariance: Float64Array.from([9, 0, 0, 0, 9, 0, 0, 0, 9]),
};

function measured(seed: number, count: number): MeasuredTotals {
  const random = randomFromSeed(seed);
  const rows = Array.from({ length: count }, () => Float64Array.from(names, () => random.uniform(0, 10)));
  const logUs = Float64Array.from(rows, (row) =>
    Math.log(row.reduce((sum, amount, index) => sum + amount * (rates[index] as number), 0)),
  );
  return { rows, logUs, noise: new Float64Array(count).fill(0.01) };
}

const normal = { degreesOfFreedom: Infinity };
const robust = { degreesOfFreedom: 4 };

describe('rates learned from totals', () => {
  it('are those that the totals were made of', () => {
    const { belief } = fitRates(measured(1, 12), vague, normal);
    for (const [index, rate] of rates.entries()) {
      expect(Math.exp(belief.mean[index] as number) / rate).toBeCloseTo(1, 1);
    }
  });

  it('are what they were where one total of many is ten times too long', () => {
    const totals = measured(2, 24);
    const spoilt = totals.logUs.map((value, index) => (index === 5 ? value + Math.log(10) : value));
    const row = Float64Array.from([1, 1, 1]);
    const before = believedTotal(fitRates(totals, vague, robust).belief, row).logUs;
    const { belief, residuals } = fitRates({ ...totals, logUs: spoilt }, vague, robust);
    expect(Math.abs(believedTotal(belief, row).logUs - before)).toBeLessThan(0.02);
    expect(residuals[5]).toBeGreaterThan(2);
  });

  it('are never less certain than before', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 8 }), (seed, count) => {
        const { belief } = fitRates(measured(seed, count), vague, normal);
        const row = Float64Array.from([1, 2, 3]);
        const after = believedTotal(belief, row);
        // The shares differ with the rates, so certainty is compared at the same shares.
        const before = 9 * after.shares.reduce((sum, share) => sum + share ** 2, 0);
        expect(after.variance).toBeLessThanOrEqual(before * (1 + 1e-9));
      }),
      { numRuns: 30 },
    );
  });

  it.each([
    ['is not finite', { logUs: Float64Array.from([NaN]) }],
    ['has no work', { rows: [new Float64Array(3)] }],
    ['has negative work', { rows: [Float64Array.from([1, -1, 1])] }],
    ['has no noise', { noise: new Float64Array(1) }],
  ])('refuses a total that %s', (_, wrong) => {
    const totals = { ...measured(1, 1), ...wrong };
    expect(() => fitRates(totals, vague, normal)).toThrow(LearningError);
  });
});
