import { describe, expect, it } from 'vitest';

import { endToEndUs } from '../../../src/predictor/totals/overhead.js';
import { fitOverhead } from '../../../src/trainer/fit/fit-overhead.js';

const sizes = Array.from({ length: 30 }, (_, index) => ({
  kernels: 20 + ((index * 37) % 90),
  operationSumUs: 1000 * (1 + ((index * 17) % 23)),
}));
const law = { interceptUs: 500, perKernelUs: 12, operationFactor: 1.05 };
const measured = sizes.map((size) => ({
  ...size,
  inferenceMeanUs: endToEndUs(law, size.operationSumUs, size.kernels),
}));

describe('the overhead', () => {
  it('is found where networks follow the law', () => {
    const fitted = fitOverhead(measured);
    expect(fitted.interceptUs).toBeCloseTo(law.interceptUs, 2);
    expect(fitted.perKernelUs).toBeCloseTo(law.perKernelUs, 3);
    expect(fitted.operationFactor).toBeCloseTo(law.operationFactor, 5);
  });

  it('is not led astray by one network in ten that was measured wrong', () => {
    const spoilt = measured.map((run, index) =>
      index % 10 === 0 ? { ...run, inferenceMeanUs: 3 * run.inferenceMeanUs } : run,
    );
    const fitted = fitOverhead(spoilt);
    for (const run of measured) {
      const predicted = endToEndUs(fitted, run.operationSumUs, run.kernels);
      expect(Math.abs(predicted / run.inferenceMeanUs - 1)).toBeLessThan(0.02);
    }
  });

  it('is all intercept where every run has one kernel, and no factor is learned from single operations', () => {
    const runs = [10, 200, 3000].map((operationSumUs) => ({
      kernels: 1,
      operationSumUs,
      inferenceMeanUs: operationSumUs + 40,
    }));
    const fitted = fitOverhead(runs, { wholeNetworks: false });
    expect(fitted.interceptUs).toBeCloseTo(40, 6);
    expect(fitted).toMatchObject({ perKernelUs: 0, operationFactor: 1 });
  });

  it('is none without runs, and never negative', () => {
    expect(fitOverhead([])).toEqual({ interceptUs: 0, perKernelUs: 0, operationFactor: 1 });
    const faster = [{ kernels: 5, operationSumUs: 100, inferenceMeanUs: 90 }];
    expect(fitOverhead(faster)).toEqual({ interceptUs: 0, perKernelUs: 0, operationFactor: 1 });
  });
});
