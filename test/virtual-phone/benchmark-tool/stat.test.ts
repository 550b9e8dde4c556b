import { describe, expect, it } from 'vitest';
import { ostreamNumber } from '../../../src/virtual-phone/benchmark-tool/report/number-format.js';
import { Stat } from '../../../src/virtual-phone/benchmark-tool/report/stat.js';

function statOf(...values: number[]): string {
  const stat = new Stat();
  for (const value of values) stat.add(value);
  return stat.toString();
}

describe('the statistics line', () => {
  it('is short when there is nothing to spread', () => {
    expect(statOf()).toBe('count=0');
    expect(statOf(1381510)).toBe('count=1 curr=1381510');
    expect(statOf(5, 5, 5)).toBe('count=3 curr=5(all same)');
  });

  it('has the population deviation cut to a whole number, and six digits of the average', () => {
    expect(statOf(2, 4)).toBe('count=2 first=2 curr=4 min=2 max=4 avg=3 std=1');
    expect(statOf(1234567, 1234569)).toContain('avg=1.23457e+06 std=1');
  });
});

describe("a number as C++'s ostream writes it", () => {
  it.each([
    [0, '0'],
    [4020.1, '4020.1'],
    [0.229032, '0.229032'],
    [34825.06667, '34825.1'],
    [999999.5, '1e+06'],
    [1234567, '1.23457e+06'],
    [0.00012345678, '0.000123457'],
    [0.00001, '1e-05'],
    [-2.5, '-2.5'],
    [100, '100'],
  ])('%d is %s', (value, text) => {
    expect(ostreamNumber(value)).toBe(text);
  });
});
