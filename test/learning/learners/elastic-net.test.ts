import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { elasticNet } from '../../../src/learning/learners/linear/elastic-net.js';
import { randomProblem, tableOf } from '../support/tables.js';

const random = randomFromSeed(1);

describe('the elastic net', () => {
  it('finds the coefficients of a linear law when the penalty vanishes', () => {
    const problem = randomProblem(
      { seed: 1, rows: 60, features: 3 },
      ([a = 0, b = 0, c = 0]) => 7 + 2 * a - 3 * b + 0.5 * c,
    );
    const model = elasticNet({ penaltyShare: 1e-9, absoluteShare: 1, inputScale: 'plain' }).fit(
      problem,
      random,
    );
    expect(model.intercept).toBeCloseTo(7, 4);
    expect([...model.coefficients].map((value) => Number(value.toFixed(4)))).toEqual([2, -3, 0.5]);
  });

  it('soft-thresholds the coefficients of orthogonal features, as the Lasso has it in closed form', () => {
    // Columns have mean 0 and variance 1 and are orthogonal; y = 4a + 1b. Penalty λ = 0.5 · 4 = 2: the solution is 4 − 2 and 0.
    const table = tableOf({ a: [1, 1, -1, -1], b: [1, -1, 1, -1] });
    const target = Float64Array.from([5, 3, -3, -5]);
    const lasso = elasticNet({ penaltyShare: 0.5, absoluteShare: 1, inputScale: 'plain' });
    const model = lasso.fit({ table, target }, random);
    expect(model.coefficients[0]).toBeCloseTo(2, 10);
    expect(model.coefficients[1]).toBe(0);
  });

  it('shrinks orthogonal coefficients by 1 + λ as well where part of the penalty is on squares', () => {
    const table = tableOf({ a: [1, 1, -1, -1], b: [1, -1, 1, -1] });
    const target = Float64Array.from([5, 3, -3, -5]);
    const net = elasticNet({ penaltyShare: 0.25, absoluteShare: 0.5, inputScale: 'plain' });
    // λ = 0.25 · 4 / 0.5 = 2: (4 − 2 · 0.5) / (1 + 2 · 0.5) and (1 − 1) / 2.
    const model = net.fit({ table, target }, random);
    expect(model.coefficients[0]).toBeCloseTo(1.5, 10);
    expect(model.coefficients[1]).toBeCloseTo(0, 10);
  });

  it('takes the weighted mean when every feature is constant', () => {
    const table = tableOf({ a: [3, 3, 3] });
    const problem = { table, target: Float64Array.from([1, 2, 6]), weights: Float64Array.from([2, 1, 1]) };
    const model = elasticNet({ penaltyShare: 0.1, absoluteShare: 1, inputScale: 'plain' }).fit(
      problem,
      random,
    );
    expect(model.predictRow(Float64Array.of(3))).toBeCloseTo(2.5, 12);
  });

  it('treats a row of weight 2 as the row standing there twice', () => {
    const net = elasticNet({ penaltyShare: 0.1, absoluteShare: 0.7, inputScale: 'logarithmic' });
    const once = {
      table: tableOf({ a: [1, 2, 5], b: [4, 1, 2] }),
      target: Float64Array.from([1, 4, 3]),
      weights: Float64Array.from([1, 2, 1]),
    };
    const twice = {
      table: tableOf({ a: [1, 2, 2, 5], b: [4, 1, 1, 2] }),
      target: Float64Array.from([1, 4, 4, 3]),
    };
    const row = Float64Array.of(3, 3);
    expect(net.fit(once, random).predictRow(row)).toBeCloseTo(net.fit(twice, random).predictRow(row), 8);
  });

  it('meets the conditions of the optimum where features go together, as sizes of operations do', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(0.5, 0.9, 1), (seed, absoluteShare) => {
        const draw = randomFromSeed(seed);
        const base = Float64Array.from({ length: 40 }, () => draw.uniform(1, 9));
        const near = (scale: number) => [...base.map((value) => value + scale * draw.normal())];
        const table = tableOf({ a: near(0), b: near(0.01), c: near(0.5), d: near(9), e: near(0) });
        const target = base.map((value) => 3 * value + draw.normal());
        const options = { penaltyShare: 0.01, absoluteShare, inputScale: 'plain' as const };
        const { coefficients, intercept } = elasticNet(options).fit({ table, target }, random);
        const count = target.length;
        const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / count;
        const standard = table.columns.map((column) => {
          const deviation = Math.sqrt(mean(column.map((value) => (value - mean(column)) ** 2)));
          return { deviation, values: column.map((value) => (value - mean(column)) / deviation) };
        });
        const slope = (values: Float64Array, of: Float64Array) =>
          mean(values.map((value, row) => value * (of[row] as number)));
        const strongest = Math.max(...standard.map(({ values }) => Math.abs(slope(values, target))));
        const penalty = (0.01 * strongest) / absoluteShare;
        const residual = target.map((value, row) =>
          table.columns.reduce(
            (left, column, index) => left - (coefficients[index] as number) * (column[row] as number),
            value - intercept,
          ),
        );
        standard.forEach(({ values, deviation }, index) => {
          const beta = (coefficients[index] as number) * deviation;
          const pull = slope(values, residual) - penalty * (1 - absoluteShare) * beta;
          const missed =
            beta === 0
              ? Math.abs(pull) - penalty * absoluteShare
              : Math.abs(pull - penalty * absoluteShare * Math.sign(beta));
          expect(missed / strongest).toBeLessThan(1e-8);
        });
      }),
    );
  });
});
