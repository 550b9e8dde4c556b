import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { gaussianProcess } from '../../../src/learning/learners/gaussian-process.js';
import { predictTable } from '../../../src/learning/model/learner.js';
import { randomProblem, saveAndLoad, tableOf } from '../support/tables.js';

const learner = gaussianProcess({ mostPoints: 300, steps: 30 });

describe('a Gaussian process', () => {
  it('answers the weighted mean where nothing varies', () => {
    const problem = {
      table: tableOf({ a: [2, 2] }),
      target: Float64Array.of(1, 4),
      weights: Float64Array.of(2, 1),
    };
    expect(learner.fit(problem, randomFromSeed(1)).predictRow(Float64Array.of(2))).toBeCloseTo(2, 1);
  });

  it('returns to the mean far from every point, whatever the points said', () => {
    const problem = { table: tableOf({ a: [-1, 1] }), target: Float64Array.of(-0.3, 0.5) };
    expect(learner.fit(problem, randomFromSeed(1)).predictRow(Float64Array.of(1e6))).toBeCloseTo(0.1, 6);
  });

  it('interpolates a smooth function from 60 points', () => {
    const law = ([a = 0]: readonly number[]) => Math.sin(a);
    const problem = randomProblem({ seed: 1, rows: 60, features: 1, high: 6 }, law);
    const unseen = randomProblem({ seed: 2, rows: 100, features: 1, high: 5 }, law);
    const predictions = predictTable(learner.fit(problem, randomFromSeed(1)), unseen.table);
    const worst = Math.max(
      ...predictions.map((value, row) => Math.abs(value - (unseen.target[row] as number))),
    );
    expect(worst).toBeLessThan(0.15);
  });

  it('takes no more points than it may, and answers the same after it was saved and loaded', () => {
    const problem = randomProblem({ seed: 3, rows: 90, features: 2 }, ([a = 0, b = 0]) =>
      Math.log(1 + a * b),
    );
    const model = gaussianProcess({ mostPoints: 40, steps: 5 }).fit(problem, randomFromSeed(1));
    expect(model.toDocument().arrays['coefficients']).toHaveLength(40);
    expect(predictTable(saveAndLoad(model, 2), problem.table)).toEqual(predictTable(model, problem.table));
  });
});
