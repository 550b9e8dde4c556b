import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { predictTable } from '../../../src/learning/model/learner.js';
import { boosting, type BoostingOptions } from '../../../src/learning/learners/trees/boosting.js';
import { extraTrees, randomForest, type ForestOptions } from '../../../src/learning/learners/trees/forest.js';
import { meanAbsolutePercentageError } from '../../../src/learning/validation/metrics.js';
import { bytesOf, randomProblem, saveAndLoad, tableOf } from '../support/tables.js';

const oneTree: BoostingOptions = {
  trees: 1,
  learningRate: 1,
  maxLeaves: 2,
  minRowsPerLeaf: 1,
  ridge: 0,
  rowShare: 1,
  featureShare: 1,
};
const manyTrees: BoostingOptions = {
  ...oneTree,
  trees: 100,
  learningRate: 0.1,
  maxLeaves: 8,
  minRowsPerLeaf: 3,
  ridge: 1,
};
const fullTrees: ForestOptions = { trees: 20, minRowsPerLeaf: 1, featureShare: 1 };

describe('boosted trees', () => {
  it('cut a step where it is, and answer the mean on either side', () => {
    const table = tableOf({ noise: [4, 1, 3, 2, 9, 7], a: [1, 2, 3, 10, 11, 12] });
    const target = Float64Array.from([5, 6, 7, 20, 21, 22]);
    const model = boosting(oneTree).fit({ table, target }, randomFromSeed(1));
    expect(model.predictRow(Float64Array.of(0, 6.4))).toBeCloseTo(6, 12);
    expect(model.predictRow(Float64Array.of(0, 6.6))).toBeCloseTo(21, 12);
  });

  it('shrink a leaf by its ridge', () => {
    const table = tableOf({ a: [0, 1] });
    const target = Float64Array.from([0, 6]);
    const model = boosting({ ...oneTree, ridge: 1 }).fit({ table, target }, randomFromSeed(1));
    // The mean is 3; each leaf has one row, 3 off: 3 / (1 + 1) of it is taken.
    expect([...predictTable(model, table)]).toEqual([1.5, 4.5]);
  });

  it('count a row of weight 3 like three rows', () => {
    const once = {
      table: tableOf({ a: [1, 2, 3] }),
      target: Float64Array.from([1, 5, 9]),
      weights: Float64Array.from([3, 1, 1]),
    };
    const thrice = { table: tableOf({ a: [1, 1, 1, 2, 3] }), target: Float64Array.from([1, 1, 1, 5, 9]) };
    const fit = (problem: typeof thrice) => boosting(oneTree).fit(problem, randomFromSeed(1));
    for (const a of [1, 2, 3]) {
      expect(fit(once).predictRow(Float64Array.of(a))).toBeCloseTo(
        fit(thrice).predictRow(Float64Array.of(a)),
        12,
      );
    }
  });

  it('rise with a feature that is declared to rise, whatever the noise', () => {
    const problem = randomProblem(
      { seed: 5, rows: 200, features: 2 },
      ([a = 0, b = 0], random) => a + 5 * Math.sin(b) + random.normal(0, 4),
    );
    const model = boosting({ ...manyTrees, monotone: { a: 1 } }).fit(problem, randomFromSeed(1));
    const rising = fc.tuple(
      fc.double({ min: -1, max: 11, noNaN: true }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.double({ min: 0, max: 10, noNaN: true }),
    );
    fc.assert(
      fc.property(rising, ([a, step, b]) => {
        const low = model.predictRow(Float64Array.of(a, b));
        expect(model.predictRow(Float64Array.of(a + step, b))).toBeGreaterThanOrEqual(low - 1e-9);
      }),
    );
  });

  it('learn a product within a few percent', () => {
    const law = ([a = 0, b = 0]: readonly number[]) => 10 + a * b;
    const model = boosting({ ...manyTrees, trees: 300 }).fit(
      randomProblem({ seed: 1, rows: 1500, features: 3 }, law),
      randomFromSeed(1),
    );
    const unseen = randomProblem({ seed: 2, rows: 300, features: 3 }, law);
    expect(meanAbsolutePercentageError(predictTable(model, unseen.table), unseen.target)).toBeLessThan(6);
  });
});

describe('a forest', () => {
  it('of extremely randomised trees passes through every training row', () => {
    const problem = randomProblem({ seed: 3, rows: 80, features: 3 }, ([a = 0, b = 0]) => a - b);
    const model = extraTrees(fullTrees).fit(problem, randomFromSeed(1));
    predictTable(model, problem.table).forEach((value, row) =>
      expect(value).toBeCloseTo(problem.target[row] as number, 9),
    );
  });

  it('stays within the range of what it was taught', () => {
    const problem = randomProblem({ seed: 4, rows: 100, features: 2 }, ([a = 0, b = 0]) => a * b);
    const highest = Math.max(...problem.target);
    const anywhere = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    for (const forest of [randomForest, extraTrees]) {
      const model = forest(fullTrees).fit(problem, randomFromSeed(1));
      fc.assert(
        fc.property(anywhere, anywhere, (a, b) => {
          const value = model.predictRow(Float64Array.of(a, b));
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(highest + 1e-9);
        }),
      );
    }
  });

  it('handles columns of more distinct values than there are bins', () => {
    const problem = randomProblem({ seed: 6, rows: 1200, features: 1 }, ([a = 0]) => 100 + a * a);
    const model = randomForest(fullTrees).fit(problem, randomFromSeed(1));
    expect(meanAbsolutePercentageError(predictTable(model, problem.table), problem.target)).toBeLessThan(1);
  });
});

describe.each([
  ['boosting', boosting({ ...manyTrees, rowShare: 0.7, featureShare: 0.5 })],
  ['a random forest', randomForest({ ...fullTrees, featureShare: 0.5 })],
  ['extremely randomised trees', extraTrees(fullTrees)],
])('%s', (_name, learner) => {
  const problem = randomProblem({ seed: 7, rows: 150, features: 4 }, ([a = 0, b = 0, c = 0]) => a * b + c);

  it('gives the same bytes for the same seed, and others for another', () => {
    const first = bytesOf(learner.fit(problem, randomFromSeed(1)));
    expect(bytesOf(learner.fit(problem, randomFromSeed(1))).equals(first)).toBe(true);
    expect(bytesOf(learner.fit(problem, randomFromSeed(2))).equals(first)).toBe(false);
  });

  it('answers the same after it was saved and loaded', () => {
    const model = learner.fit(problem, randomFromSeed(1));
    const loaded = saveAndLoad(model, 4);
    expect(predictTable(loaded, problem.table)).toEqual(predictTable(model, problem.table));
  });
});
