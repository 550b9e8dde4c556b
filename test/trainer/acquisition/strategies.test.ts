import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { strategyNamed, strategyNames } from '../../../src/trainer/acquisition/strategies/catalogue.js';
import { candidatePool } from '../../../src/trainer/acquisition/pool/candidate-pool.js';
import { coverage } from '../../../src/trainer/acquisition/strategies/coverage.js';
import { syntheticCandidates, syntheticState } from '../support/synthetic-pool.js';

const candidates = syntheticCandidates(40);

/** A campaign somewhere on its way: places in random order, of which the first are measured and the next in flight. */
const campaigns = fc.record({
  order: fc.shuffledSubarray([...candidates.keys()], { minLength: 40 }),
  measured: fc.integer({ min: 0, max: 16 }),
  inFlight: fc.integer({ min: 0, max: 8 }),
  batchSize: fc.integer({ min: 0, max: 40 }),
  seed: fc.integer({ min: 0, max: 1000 }),
});

describe.each(strategyNames)('the strategy %s', (name) => {
  const strategy = strategyNamed(name, 6);

  it('chooses as many as asked for or are left, none twice, none that was chosen before', () => {
    fc.assert(
      fc.property(campaigns, ({ order, measured, inFlight, batchSize, seed }) => {
        const taken = order.slice(0, measured + inFlight);
        const state = syntheticState(candidates, taken.slice(0, measured), taken.slice(measured));
        const batch = strategy.chooseBatch(state, batchSize, randomFromSeed(seed));
        expect(batch).toHaveLength(Math.min(batchSize, candidates.length - taken.length));
        expect(new Set([...batch, ...taken]).size).toBe(batch.length + taken.length);
        expect(batch.every((candidate) => candidate in candidates)).toBe(true);
      }),
      { numRuns: 12 },
    );
  });

  it('chooses the same from the same state and seed', () => {
    const state = syntheticState(candidates, [0, 5, 11, 17, 23, 29], [3]);
    const choose = () => strategy.chooseBatch(state, 10, randomFromSeed(4));
    expect(choose()).toEqual(choose());
  });
});

describe('a batch', () => {
  const twins = candidates.flatMap((candidate) => [
    candidate,
    { ...candidate, configuration: `${candidate.configuration} again` },
  ]);

  it.each(['coverage', 'network-variance', 'ensemble-variance', 'combined'])(
    'of %s holds no two candidates that are alike while others are left',
    (name) => {
      const state = syntheticState(twins, [0, 10, 22, 34, 46, 58, 70], []);
      const batch = strategyNamed(name, 4).chooseBatch(state, 8, randomFromSeed(1));
      const originals = batch.map((candidate) => Math.floor(candidate / 2));
      expect(new Set(originals).size).toBe(batch.length);
    },
  );

  it.each(['coverage', 'network-variance'])('of %s is not spent on the like of what is in flight', (name) => {
    const state = syntheticState(twins, [0, 10, 22, 34, 46, 58, 70], []);
    const [first = -1] = strategyNamed(name).chooseBatch(state, 1, randomFromSeed(1));
    const busy = { ...state, inFlight: [first] };
    const [next] = strategyNamed(name).chooseBatch(busy, 1, randomFromSeed(1));
    expect(next).not.toBe(first ^ 1);
  });
});

describe('coverage', () => {
  it('begins with what serves the networks best, and not with what no network uses', () => {
    const networks = [[{ candidate: 7, count: 1 }], [{ candidate: 7, count: 3 }]];
    const pool = candidatePool(candidates, { networks });
    const state = syntheticState(candidates, [], [], pool);
    expect(coverage({ costExponent: 0 }).chooseBatch(state, 1, randomFromSeed(1))).toEqual([7]);
  });

  it('prefers the cheap of two that are alike when it counts cost', () => {
    const alike = [0, 1].map((index) => ({
      ...(candidates[0] as (typeof candidates)[0]),
      configuration: `${index}`,
    }));
    const state = { ...syntheticState(alike, [], []), costs: Float64Array.of(5, 1) };
    expect(coverage({ costExponent: 1 }).chooseBatch(state, 1, randomFromSeed(1))).toEqual([1]);
  });
});

it('an unknown strategy is answered with the names that there are', () => {
  expect(() => strategyNamed('guess')).toThrow(/no strategy guess: choose combined, /);
});
