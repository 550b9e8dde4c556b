import { describe, expect, it } from 'vitest';

import { chooseTotals } from '../../../src/learning/rates/choose-totals.js';
import type { RateBelief } from '../../../src/learning/rates/rate-belief.js';

/** The second rate is hardly known, the first well. */
const belief: RateBelief = {
  names: ['known', 'unknown'],
  mean: new Float64Array(2),
  covariance: Float64Array.from([0.01, 0, 0, 4]),
};
const rows = [
  Float64Array.from([1, 0]),
  Float64Array.from([1, 1]),
  Float64Array.from([0, 1]),
  Float64Array.from([1, 0.1]),
];

describe('choosing totals to measure', () => {
  it('takes first what tells most of what is not known', () => {
    expect(chooseTotals(belief, rows, 1, { noise: 0.03 })).toEqual([2]);
  });

  it('takes each once, and no more than there are', () => {
    expect([...chooseTotals(belief, rows, 9, { noise: 0.03 })].sort()).toEqual([0, 1, 2, 3]);
  });

  it('leaves what is measured alone', () => {
    expect(chooseTotals(belief, rows, 9, { noise: 0.03, measured: [2] })).not.toContain(2);
  });

  it('counts what measuring costs', () => {
    expect(chooseTotals(belief, rows, 1, { noise: 0.03, costs: [1, 1, 100, 1] })).toEqual([1]);
  });
});
