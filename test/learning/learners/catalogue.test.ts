import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { learnerNamed, learnerNames } from '../../../src/learning/learners/catalogue.js';
import { predictTable } from '../../../src/learning/model/learner.js';
import { meanAbsolutePercentageError } from '../../../src/learning/validation/metrics.js';
import { bytesOf, randomProblem, saveAndLoad, tableOf } from '../support/tables.js';

/** Latencies over three decades: a launch, arithmetic, and memory traffic, with 2 % noise. */
function law(rows: number, seed: number, high = 1000) {
  return randomProblem(
    { seed, rows, features: 3, high },
    ([a = 0, b = 0], random) => (5 + 3 * a + 0.2 * b) * Math.exp(random.normal(0, 0.02)),
  );
}

describe.each(learnerNames)('the learner %s', (name) => {
  const learner = learnerNamed(name, ['a', 'b']);
  const problem = law(200, 1);
  const model = learner.fit(problem, randomFromSeed(1));

  it('learns a roofline law from 200 rows', () => {
    const unseen = law(200, 2);
    expect(meanAbsolutePercentageError(predictTable(model, unseen.table), unseen.target)).toBeLessThan(25);
  });

  it('answers the same after it was saved and loaded', () => {
    expect(predictTable(saveAndLoad(model, 3), problem.table)).toEqual(predictTable(model, problem.table));
  });

  it('gives the same bytes for the same seed', () => {
    expect(bytesOf(learner.fit(problem, randomFromSeed(1))).equals(bytesOf(model))).toBe(true);
  });

  it('answers a positive time wherever it is asked', () => {
    for (const row of [
      [0, 0, 0],
      [1e9, 0, 1],
      [0, 1e9, 1e9],
    ]) {
      expect(model.predictRow(Float64Array.from(row))).toBeGreaterThan(0);
    }
  });

  it('learns from a single row', () => {
    const single = { table: tableOf({ a: [3], b: [4], c: [1] }), target: Float64Array.of(12) };
    expect(learner.fit(single, randomFromSeed(1)).predictRow(Float64Array.of(3, 4, 1))).toBeCloseTo(12, 6);
  });

  it('refuses latencies of 0 and no rows at all', () => {
    const zero = { table: tableOf({ a: [3], b: [4] }), target: Float64Array.of(0) };
    expect(() => learner.fit(zero, randomFromSeed(1))).toThrow('The latency of row 0 is 0 µs.');
    const none = { table: tableOf({ a: [], b: [] }), target: new Float64Array(0) };
    expect(() => learner.fit(none, randomFromSeed(1))).toThrow('There are no rows to learn from.');
  });
});

describe('learners with a roofline prior', () => {
  it('extrapolate to operations ten times larger than any learned from, where trees alone cannot', () => {
    const larger = law(100, 3, 10_000);
    const error = (name: string) => {
      const model = learnerNamed(name, ['a', 'b']).fit(law(200, 1), randomFromSeed(1));
      return meanAbsolutePercentageError(predictTable(model, larger.table), larger.target);
    };
    expect(error('roofline')).toBeLessThan(10);
    expect(error('boosting')).toBeGreaterThan(50);
  });
});

it('names the learners there are when asked for another', () => {
  expect(() => learnerNamed('oracle', [])).toThrow(/no learner oracle: choose auto, lasso, .*roofline/);
});
