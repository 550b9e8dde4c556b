import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { nonNegativeCoefficients } from '../../../src/learning/learners/linear/non-negative.js';

const ones = (length: number) => new Float64Array(length).fill(1);

describe('non-negative least squares', () => {
  it('equals least squares where that has no negative coefficient', () => {
    const a = Float64Array.from([1, 2, 3, 4]);
    const b = Float64Array.from([1, 0, 1, 0]);
    const target = a.map((value, row) => 2 * value + 5 * (b[row] as number));
    const [first, second] = nonNegativeCoefficients([a, b], target, ones(4));
    expect(first).toBeCloseTo(2, 6);
    expect(second).toBeCloseTo(5, 6);
  });

  it('puts a coefficient at 0 where least squares would make it negative', () => {
    const a = Float64Array.from([1, 0, 1]);
    const b = Float64Array.from([0, 1, 1]);
    const target = Float64Array.from([2, -1, 2]);
    // With b at 0 the best a is Σ a·y / Σ a² = 4 / 2.
    const solution = nonNegativeCoefficients([a, b], target, ones(3));
    expect(solution[0]).toBeCloseTo(2, 6);
    expect(solution[1]).toBe(0);
  });

  it('fulfils the Kuhn–Tucker conditions on any data', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true });
    const rows = fc.array(fc.tuple(value, value, value, value), { minLength: 4, maxLength: 30 });
    fc.assert(
      fc.property(rows, (table) => {
        const columns = [0, 1, 2].map((index) => Float64Array.from(table, (row) => row[index] as number));
        const target = Float64Array.from(table, (row) => row[3]);
        const solution = nonNegativeCoefficients(columns, target, ones(table.length));
        const residual = target.map(
          (y, row) =>
            y -
            columns.reduce((sum, column, i) => sum + (column[row] as number) * (solution[i] as number), 0),
        );
        const size = Math.hypot(...target) + 1e-9;
        columns.forEach((column, index) => {
          const norm = Math.hypot(...column);
          const slope = column.reduce((sum, x, row) => sum + x * (residual[row] as number), 0);
          expect(solution[index]).toBeGreaterThanOrEqual(0);
          expect(slope).toBeLessThanOrEqual(1e-4 * norm * size + 1e-9);
          if ((solution[index] as number) * norm > 1e-6 * size)
            expect(Math.abs(slope)).toBeLessThanOrEqual(1e-4 * norm * size);
        });
      }),
      { numRuns: 200 },
    );
  });
});
