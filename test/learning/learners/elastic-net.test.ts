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
});
