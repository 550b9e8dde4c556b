import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../../src/learning/random/random.js';
import {
  checksUnderXnnpack,
  checksWanted,
} from '../../../../src/orchestrator/campaign/file/checks-wanted.js';
import { choosePackingChecks } from '../../../../src/orchestrator/campaign/packing/choose-checks.js';
import { judgePacking } from '../../../../src/orchestrator/campaign/packing/judge-packing.js';

describe('packing', () => {
  it('agrees where packed and single timings are nearly the same', () => {
    expect(judgePacking([1.01, 0.98, 1.03])).toMatchObject({ decision: 'AGREES', configurations: 3 });
  });

  it('is corrected where packed timings are off by a steady ratio, either way', () => {
    expect(judgePacking([1.29, 1.31, 1.3])).toMatchObject({ decision: 'CORRECTED', ratio: 1.3 });
    expect(judgePacking([0.71, 0.7, 0.69]).decision).toBe('CORRECTED');
  });

  it('is not corrected by what may be chance', () => {
    expect(judgePacking([0.98, 1.07, 1.16]).decision).toBe('AGREES');
    expect(judgePacking([1.05, 1.06, 1.07, 1.08, 1.09, 1.08, 1.07, 1.06]).decision).toBe('CORRECTED');
  });

  it('is refused where ratios have nothing in common', () => {
    expect(judgePacking([0.6, 1, 1.7]).decision).toBe('REFUSED');
  });

  it('is refused where too little was measured both ways to tell', () => {
    expect(judgePacking([1.01, 1]).decision).toBe('REFUSED');
  });

  it('is not led astray by one outlier', () => {
    expect(judgePacking([1.01, 0.99, 1, 1.02, 9]).decision).toBe('AGREES');
  });

  it('is judged by the size of the ratio alone, whichever of the two is the longer', () => {
    const ratios = fc.array(fc.double({ min: 0.2, max: 5, noNaN: true }), { minLength: 3, maxLength: 20 });
    fc.assert(
      fc.property(ratios, (values) => {
        const there = judgePacking(values);
        const back = judgePacking(values.map((value) => 1 / value));
        expect(back.ratio).toBeCloseTo(1 / there.ratio, 9);
        expect(back.spread).toBeCloseTo(there.spread, 9);
      }),
    );
  });
});

describe('what is measured alone to check packing', () => {
  const items = ['a', 'a', 'a', 'a', 'a', 'a', 'b', 'b'].map((operator, index) => ({ operator, index }));
  const checksOf = (checks: number, fewAlone: boolean) =>
    choosePackingChecks(items, {
      ...{ operatorOf: ({ operator }: { operator: string }) => operator, checksOf: () => checks },
      ...{ fewAlone, random: randomFromSeed(1) },
    }).map(({ operator }) => operator);

  it('is so many of each operator, and all of one that has too few to be judged', () => {
    expect(checksOf(4, true)).toEqual(['a', 'a', 'a', 'a', 'b', 'b']);
    expect(checksOf(4, false)).toEqual(['a', 'a', 'a', 'a']);
    expect(checksOf(0, true)).toEqual([]);
  });

  it('is decided by the campaign, and else by whether XNNPACK runs it', () => {
    const scenarios = ['1large-t1-float32-builtin-2.15', '1large-t1-float32-xnnpack-2.15'];
    expect(checksWanted(undefined, scenarios)).toBe(checksUnderXnnpack);
    expect(checksWanted(undefined, scenarios.slice(0, 1))).toBe(0);
    expect(checksWanted(0, scenarios)).toBe(0);
    expect(checksWanted(3, scenarios.slice(0, 1))).toBe(3);
  });
});
