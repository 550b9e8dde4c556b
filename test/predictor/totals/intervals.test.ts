import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { IntervalWidth } from '../../../src/predictor/totals/intervals.js';
import { conformalQuantile } from '../../../src/learning/validation/quantiles.js';
import { relativeSpread } from '../../../src/learning/validation/metrics.js';

describe('the conformal quantile', () => {
  it('is exceeded by at most the share of scores that may be', () => {
    const scores = fc.array(fc.double({ min: 0, max: 10, noNaN: true }), { minLength: 10, maxLength: 200 });
    fc.assert(
      fc.property(scores, (list) => {
        const quantile = conformalQuantile(list, 0.9);
        const inside = list.filter((score) => score <= quantile).length;
        expect(inside).toBeGreaterThanOrEqual(Math.min(list.length, Math.ceil((list.length + 1) * 0.9)));
        expect(list).toContain(quantile);
      }),
    );
  });

  it('listens to scores by their weight: those of a large family count for less', () => {
    const scores = [...Array.from({ length: 100 }, () => 9), 1, 2, 3, 4, 5, 6, 7, 8];
    const weights = scores.map((score) => (score === 9 ? 0.001 : 1));
    expect(conformalQuantile(scores, 0.8, weights)).toBe(7);
    expect(conformalQuantile(scores, 0.8)).toBe(9);
  });

  it('is the 91st of 100 scores for 90 %', () => {
    const scores = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(conformalQuantile(scores, 0.9)).toBe(91);
  });
});

describe('the width of an interval', () => {
  const calibration = {
    spreads: {
      a: { fresh: 0.1, measured: 0.02, perLogBeyond: 0.4 },
      b: { fresh: 0.3, measured: 0.05, perLogBeyond: 0.4 },
    },
    unmeasuredSpread: 0.7,
    overheadSpread: 0,
    scale: 2,
    coverage: 0.9,
    basis: 'held-out-networks',
  } as const;

  const fresh = { measured: false, distance: 0 };
  const known = { measured: true, distance: 0 };

  it('adds errors of one kind up, and those of different kinds as squares', () => {
    const width = new IntervalWidth(calibration);
    width.add('a', 100, fresh);
    width.add('a', 200, fresh);
    width.add('b', 100, known);
    expect(width.halfWidthUs(400)).toBeCloseTo(2 * Math.hypot(0.1 * 300, 0.05 * 100), 10);
  });

  it('grows with what was extrapolated and how far', () => {
    const share = fc.double({ min: 0.01, max: 1, noNaN: true });
    const distance = fc.double({ min: 0.01, max: 5, noNaN: true });
    fc.assert(
      fc.property(share, distance, (extrapolated, beyond) => {
        const widthAt = (far: number) => {
          const width = new IntervalWidth(calibration);
          width.add('a', 100 * (1 - extrapolated), fresh);
          width.add('a', 100 * extrapolated, { measured: false, distance: far });
          return width.halfWidthUs(100);
        };
        expect(widthAt(beyond)).toBeCloseTo(2 * Math.hypot(10, 0.4 * 100 * extrapolated * beyond), 8);
        expect(widthAt(beyond)).toBeGreaterThan(widthAt(0));
        expect(widthAt(2 * beyond)).toBeGreaterThan(widthAt(beyond));
      }),
    );
  });

  it('is wider by what the overhead leaves, and for groups that nobody knows', () => {
    const width = new IntervalWidth({ ...calibration, overheadSpread: 0.04 });
    width.add('unknown', 100, fresh);
    expect(width.halfWidthUs(1000)).toBeCloseTo(2 * Math.hypot(0.7 * 100, 40), 10);
  });
});

it('a relative spread weighs errors by what they cost', () => {
  expect(relativeSpread([90, 12], [100, 10])).toBeCloseTo(12 / 110, 12);
});
