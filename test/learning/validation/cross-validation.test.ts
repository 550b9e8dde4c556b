import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { learnerNamed } from '../../../src/learning/learners/catalogue.js';
import { groupedFolds, rankLearners } from '../../../src/learning/validation/cross-validation.js';
import { randomProblem } from '../support/tables.js';

describe('folds', () => {
  it('never have a group on both sides, and use every fold', () => {
    const groups = fc.array(fc.stringMatching(/^[a-f]{1,2}$/), { minLength: 2, maxLength: 60 });
    fc.assert(
      fc.property(groups, fc.integer({ min: 2, max: 7 }), fc.integer(), (names, folds, seed) => {
        const dealt = groupedFolds(names, folds, randomFromSeed(seed));
        const byGroup = new Map(names.map((name, row) => [name, dealt[row]]));
        expect(names.every((name, row) => byGroup.get(name) === dealt[row])).toBe(true);
        expect(new Set(dealt).size).toBe(Math.min(folds, byGroup.size));
      }),
    );
  });
});

describe('choosing a learner', () => {
  it('takes the one whose law the data follow', () => {
    const problem = randomProblem({ seed: 1, rows: 60, features: 2 }, ([a = 0, b = 0]) => 3 + 2 * a + 5 * b);
    const folds = groupedFolds(problem.table.columns[0]?.join().split(',') ?? [], 5, randomFromSeed(1));
    const learners = ['forest', 'nnls'].map((name) => learnerNamed(name, ['a', 'b']));
    const [best] = rankLearners(learners, problem, folds, randomFromSeed(1));
    expect(best?.learner.name).toBe('nnls');
    expect(best?.mapePercent).toBeLessThan(0.01);
  });

  it('gives up what is further off than the one to beat, and ranks the others as if it had not', () => {
    const problem = randomProblem({ seed: 1, rows: 60, features: 2 }, ([a = 0, b = 0]) => 3 + 2 * a + 5 * b);
    const folds = Int32Array.from({ length: 60 }, (_, row) => row % 4);
    let fits = 0;
    const learners = ['forest', 'nnls', 'lasso'].map((name) => {
      const learner = learnerNamed(name, ['a', 'b']);
      if (name !== 'forest') return learner;
      return {
        ...learner,
        fit: (...asked: Parameters<typeof learner.fit>) => (fits++, learner.fit(...asked)),
      };
    });
    const rank = (toBeat?: string) =>
      rankLearners(learners, problem, folds, randomFromSeed(1), toBeat).map(({ learner, mapePercent }) => ({
        ...{ name: learner.name, mapePercent },
      }));
    const all = rank();
    expect(all.map(({ name }) => name)).toEqual(['nnls', 'lasso', 'forest']);
    fits = 0;
    expect(rank('lasso')).toEqual(all.slice(0, 2));
    expect(fits).toBe(1);
  });
});
