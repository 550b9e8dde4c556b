import { describe, expect, it } from 'vitest';

import { choleskyFactor } from '../../../src/learning/algebra/symmetric-solve.js';
import { scenarioSimilarity } from '../../../src/trainer/totals/core-similarity.js';

const of = (device: string, cores: string) => ({ device, cores, precision: 'float' });

describe('how alike scenarios are', () => {
  it('is 1 of a scenario and itself', () => {
    expect(scenarioSimilarity(of('a', '1large2med'), of('a', '1large2med'))).toBeCloseTo(1, 12);
  });

  it('is more of one phone, of cores of one kind, of as many cores', () => {
    const target = of('a', '2large');
    const to = (device: string, cores: string) => scenarioSimilarity(target, of(device, cores));
    expect(to('a', '1large')).toBeGreaterThan(to('b', '1large'));
    expect(to('a', '1large')).toBeGreaterThan(to('a', '1small'));
    expect(to('b', '2large')).toBeGreaterThan(to('b', '4large'));
  });

  it('makes a covariance of any set of scenarios', () => {
    const scenarios = ['a', 'b', 'c'].flatMap((device) =>
      ['1large', '2large', '1med', '1large2med', '4small', 'gpu'].map((cores) => of(device, cores)),
    );
    const matrix = scenarios.flatMap((a) => scenarios.map((b) => scenarioSimilarity(a, b)));
    expect(choleskyFactor(Float64Array.from(matrix), scenarios.length)).toBeDefined();
  });
});
