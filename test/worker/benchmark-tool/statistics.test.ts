import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStatistics } from '../../../src/worker/benchmark-tool/output/statistics.js';

describe('a line of statistics', () => {
  it('has nothing but a count where nothing was observed', () => {
    expect(parseStatistics('count=0')).toEqual({ count: 0 });
  });

  it.each([
    ['count=1 curr=1381510', 1, 1381510],
    ['count=3 curr=5(all same)', 3, 5],
  ])('says "%s" for equal values', (text, count, us) => {
    expect(parseStatistics(text)).toEqual({
      count,
      firstUs: us,
      lastUs: us,
      minUs: us,
      maxUs: us,
      meanUs: us,
      stdUs: 0,
    });
  });

  it('keeps percentiles beside equal values', () => {
    expect(parseStatistics('count=5 curr=3(all same) p5=3 median=3 p95=3')).toMatchObject({
      count: 5,
      meanUs: 3,
      medianUs: 3,
    });
  });

  it('reads a mean in exponent form', () => {
    const text = 'count=2 first=1234567 curr=1234579 min=1234567 max=1234579 avg=1.23457e+06 std=6';
    expect(parseStatistics(text)?.meanUs).toBe(1234570);
  });

  it.each([
    'count=',
    'count=-1',
    'count=2',
    'count=0 curr=5',
    'count=2 curr=5',
    'count=2 curr=5(all same',
    'count=10 first=1 curr=1 min=1 max=2 avg=1.5',
    'count=10 first=1 curr=1 min=1 max=2 avg=1.5 std=0 p99=2',
    'count=10 first=1 first=1 curr=1 min=1 max=2 avg=1.5 std=0',
    'count=10 first=1 curr=1 min=3 max=2 avg=1.5 std=0',
    'count=10 first=1 curr=1 min=1 max=2 avg=15 std=0',
    'count=10 first=1 curr=1 min=1 max=2 avg=nan std=0',
    'count=10 first=1 curr=1 min=1 max=2 avg=1,5 std=0',
    'count=1 toString=5',
  ])('refuses "%s"', (text) => {
    expect(parseStatistics(text)).toBeUndefined();
  });

  it('gives back what the tool would print of any values', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10_000_000), { minLength: 2, maxLength: 20 }), (values) => {
        const [min, max] = [Math.min(...values), Math.max(...values)];
        fc.pre(min < max);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const printed = Number(mean.toPrecision(6));
        const text = `count=${values.length} first=${values[0]} curr=${values.at(-1)} min=${min} max=${max} avg=${printed} std=0`;
        expect(parseStatistics(text)).toMatchObject({
          count: values.length,
          minUs: min,
          maxUs: max,
          meanUs: printed,
        });
      }),
    );
  });
});
