import { describe, expect, it } from 'vitest';

import { configurationHash, type OperationConfiguration } from '../../../../src/graph/index.js';
import { randomFromSeed } from '../../../../src/learning/random/random.js';
import { planRound } from '../../../../src/orchestrator/index.js';
import type { ActivePool } from '../../../../src/orchestrator/index.js';

const relu = (height: number): OperationConfiguration => ({
  operator: height < 100 ? 'RELU' : 'RELU6',
  attributes: {},
  inputs: [{ shape: [1, height, 4, 4], type: 'float32', constant: false }],
});

const candidates = [1, 2, 3, 4, 5, 6, 101, 102].map((height) => {
  const configuration = relu(height);
  return { hash: configurationHash(configuration), configuration };
});

const one = (candidate: number) => ({ candidate, count: 1 });

const pool: ActivePool = {
  candidates,
  networks: [[0, 1, 2, 3].map(one), [0, 4].map(one), [4, 5, 6, 7].map(one)],
  architectures: ['first', 'second', 'third'].map((name) => ({ name, precision: 'float32' })),
};

/** Ten inferences, all in all. */
const measurement = { warmupRuns: 1, runs: 9, minSeconds: 0, maxSeconds: 150 };

const plan = (more: Partial<Parameters<typeof planRound>[0]>) =>
  planRound({
    pool,
    wanted: [0, 1, 2, 3, 4, 5],
    latenciesUs: candidates.map(() => 1000),
    settings: { units: 'operations', pack: 4 },
    measuredArchitectures: new Set(),
    cost: { overheadMs: 100, measurement },
    singly: new Set(),
    checksOf: () => 0,
    budgetMs: Infinity,
    random: randomFromSeed(1),
    ...more,
  });

const revealed = (planned: ReturnType<typeof plan>) => planned.units.map(({ reveals }) => reveals);

describe('a round', () => {
  it('packs what is wanted, in its order', () => {
    const planned = plan({});
    expect(revealed(planned)).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
    expect(planned.expectedCostMs).toBe(140 + 120);
    expect(planned.cutShort).toBe(false);
  });

  it('leaves operators alone that must not be packed', () => {
    expect(revealed(plan({ wanted: [6, 0, 7, 1], singly: new Set(['RELU6']) }))).toEqual([[0, 1], [6], [7]]);
  });

  it('measures some of each operator alone as well, those of which there are enough', () => {
    const planned = plan({ wanted: [0, 1, 2, 3, 6], checksOf: () => 3 });
    const alone = revealed(planned)
      .filter((reveals) => reveals.length === 1)
      .flat();
    expect(new Set([...alone, 6])).toHaveProperty('size', alone.includes(6) ? 4 : alone.length + 1);
    expect(alone.filter((place) => place < 4)).toHaveLength(3);
    expect(planned.choices).toHaveLength(5);
  });

  it('chooses no more than the budget pays for, and a part of a pack rather than nothing', () => {
    expect(revealed(plan({ budgetMs: 250 }))).toEqual([[0, 1, 2, 3], [4]]);
    expect(revealed(plan({ budgetMs: 139 }))).toEqual([[0, 1, 2]]);
    expect(plan({ budgetMs: 139 }).cutShort).toBe(true);
    expect(plan({ budgetMs: 109 })).toMatchObject({ units: [], choices: [], cutShort: true });
  });

  it('counts the time that every run measures at the least, and at the most', () => {
    const atLeast = plan({ cost: { overheadMs: 100, measurement: { ...measurement, minSeconds: 2 } } });
    expect(atLeast.expectedCostMs).toBe(2 * (100 + 2000) + 4 + 2);
    const slow = candidates.map(() => 10_000_000);
    const atMost = { overheadMs: 100, measurement: { ...measurement, maxSeconds: 5 } };
    expect(plan({ wanted: [0], latenciesUs: slow, cost: atMost }).expectedCostMs).toBe(100 + 10_000 + 5000);
  });

  it('measures whole networks, the one first that holds most of what is wanted for its time', () => {
    const planned = plan({ settings: { units: 'architectures', pack: 4 } });
    expect(planned.architectures).toEqual(['first', 'third']);
    expect(planned.choices).toHaveLength(8);
    expect(planned.expectedCostMs).toBe(2 * 140);
    expect(planned.units.map(({ sample }) => sample.spec.kind)).toEqual(['architecture', 'architecture']);
  });

  it('measures no network twice, and none that the budget does not pay for', () => {
    const settings = { units: 'architectures', pack: 4 } as const;
    expect(plan({ settings, measuredArchitectures: new Set(['first', 'third']) }).architectures).toEqual([
      'second',
    ]);
    expect(plan({ settings, budgetMs: 200 }).architectures).toEqual(['first']);
  });

  it('takes the networks that were weighed and are wanted, whatever they hold of the rest', () => {
    const both = { units: 'both', pack: 4 } as const;
    const planned = plan({ settings: both, networks: [2], wanted: [0, 1, 4] });
    expect(planned.architectures).toEqual(['third']);
    expect(revealed(planned)).toEqual([
      [4, 5, 6, 7],
      [0, 1],
    ]);
    expect(plan({ settings: both, networks: [] }).architectures).toEqual([]);
  });

  it('takes networks only where they are cheaper than packs, when it may choose', () => {
    const both = { units: 'both', pack: 2 } as const;
    expect(plan({ settings: both }).architectures).toEqual(['first']);
    expect(revealed(plan({ settings: both }))).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
    expect(plan({ settings: { units: 'both', pack: 60 } }).architectures).toEqual([]);
  });
});
