import fc from 'fast-check';
import { expect, it } from 'vitest';

import { compareRows, readResults, resultsText, rowsIn } from '../../bench/results/results-file.js';
import { readRow, rowText } from '../../bench/support/row-text.js';

const words = fc
  .array(fc.stringMatching(/^[\w%×.,()-]{1,8}$/), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(' '));
const row = fc.record({
  measured: words,
  value: fc.double({ min: 0, max: 1e6, noNaN: true }),
  unit: words,
  wanted: words,
});

it('a printed row is read as it was, to the digits that were printed', () => {
  fc.assert(
    fc.property(row, fc.nat(40), (printed, width) => {
      const read = readRow(rowText(printed, width));
      const digits = printed.value >= 100 ? printed.value.toFixed(0) : printed.value.toPrecision(3);
      expect(read).toEqual({ ...printed, value: Number(digits) });
    }),
  );
});

it('results are read from the Markdown that they are written as, sorted by name, whatever else was printed', () => {
  const result = (name: string, printed: string) => ({
    name,
    machine: '2 × a, 24 GiB',
    day: '2026-11-29',
    printed,
  });
  const printed = `  before it\n${rowText({ measured: 'fit', value: 3, unit: 'ms', wanted: '-' }, 5)}\n`;
  const results = [result('trainer', printed), result('api', '  nothing but words\n')];
  const read = readResults(resultsText(results));
  expect(read).toEqual([results[1], results[0]]);
  expect(resultsText(read)).toBe(resultsText(results));
  expect(rowsIn(read[1]?.printed ?? '')).toEqual([{ measured: 'fit', value: 3, unit: 'ms', wanted: '-' }]);
});

it('rows of two runs stand beside each other by what was measured, the second of a name beside the second', () => {
  const of = (measured: string, value: number) => ({ measured, value, unit: 'ms', wanted: '-' });
  const before = [of('fit', 2), of('read', 5), of('fit', 10)];
  const now = [of('fit', 4), of('new', 1), of('fit', 5)];
  expect(compareRows(before, now).map(({ measured, ratio }) => [measured, ratio])).toEqual([
    ['fit', 2],
    ['new', null],
    ['fit', 0.5],
    ['read', null],
  ]);
});
