import { describe, expect, it } from 'vitest';

import { summarizeCurves } from '../../../src/trainer/acquisition/playback/evaluate-curve.js';
import { learningCurves } from '../../../src/trainer/acquisition/playback/learning-curves.js';
import { measuredPool } from '../../../src/trainer/acquisition/pool/measured-pool.js';
import { syntheticNetworks } from '../support/synthetic-pool.js';

const networks = syntheticNetworks(30);
const [train, test] = [networks.slice(0, 20), networks.slice(20)];
const play = (strategies: readonly string[], budgets: readonly number[], more: object = {}) =>
  learningCurves({ train, test, budgets, strategies, seeds: [1, 2], ...more });

describe('a campaign played against a table', () => {
  it('takes the distinct configurations of the training networks for its pool', () => {
    const distinct = new Set(
      train.flatMap(({ kernels }) => kernels.map(({ configuration }) => configuration)),
    );
    expect(measuredPool(train).pool.size).toBe(distinct.size);
    expect(play(['random'], [10]).poolSize).toBe(distinct.size);
  });

  it('pays for what it chooses, and for the whole pool at the most', () => {
    const { points, poolSize } = play(['random'], [10, 20, 10_000]);
    const { latenciesUs } = measuredPool(train);
    const wholeSeconds = latenciesUs.reduce((sum, latency) => sum + latency, 0) / 1e6;
    const first = points.filter(({ seed }) => seed === 1);
    expect(first.map(({ budget }) => budget)).toEqual([10, 20, poolSize]);
    expect(first[0]?.phoneSeconds).toBeLessThan(first[1]?.phoneSeconds ?? 0);
    expect(first[2]?.phoneSeconds).toBeCloseTo(wholeSeconds, 9);
  });

  it('learns the more the more it measures, and by choice more than plain boosting by chance', () => {
    const { summary } = { summary: summarizeCurves(play(['combined', 'plain-boosting'], [15, 60]).points) };
    const error = (strategy: string, budget: number) =>
      summary.find((each) => each.strategy === strategy && each.budget === budget)?.modelSumMape.median ??
      NaN;
    expect(error('combined', 60)).toBeLessThan(error('combined', 15));
    expect(error('combined', 60)).toBeLessThan(error('plain-boosting', 60));
  });

  it('is the same again for the same seed', () => {
    expect(play(['random', 'ensemble-variance'], [8, 16])).toEqual(
      play(['random', 'ensemble-variance'], [8, 16]),
    );
  });
});

describe('a phone already profiled', () => {
  const scaled = (factorOf: (latencyUs: number) => number) =>
    train.map((network) => ({
      ...network,
      kernels: network.kernels.map((kernel) => ({ ...kernel, latencyUs: factorOf(kernel.latencyUs) })),
    }));
  const errorWith = (sources: readonly (typeof train)[]) =>
    play(['random'], [12], { sources }).points[0]?.modelSumMape ?? NaN;

  it('of which this one is a slower twin makes few measurements enough', () => {
    expect(errorWith([scaled((latencyUs) => latencyUs / 3)])).toBeLessThan(errorWith([]) / 2);
  });

  it('that misleads is not listened to', () => {
    const misled = errorWith([scaled((latencyUs) => 1e6 / latencyUs)]);
    expect(misled).toBeCloseTo(errorWith([]), 6);
  });
});

describe('a campaign at its edges', () => {
  it('ends with fewer configurations than it would begin with, or than there are', () => {
    const { points, poolSize } = play(['combined'], [1, 3, 10_000]);
    expect(points.map(({ budget }) => budget)).toEqual([1, 3, poolSize, 1, 3, poolSize]);
    expect(points.every(({ modelSumMape }) => Number.isFinite(modelSumMape))).toBe(true);
  });

  it('learns where nothing tells configurations apart', () => {
    const same = { paddedMacs: 100, inputBytes: 100 };
    const alike = networks.map((network) => ({
      ...network,
      kernels: network.kernels.map((kernel) => ({ ...kernel, features: same })),
    }));
    const { points } = play(['combined', 'gp-variance'], [5, 40], {
      train: alike.slice(0, 20),
      test: alike.slice(20),
    });
    expect(points.every(({ modelSumMape }) => Number.isFinite(modelSumMape))).toBe(true);
  });

  it('refuses a strategy that there is not', () => {
    expect(() => play(['guess'], [5])).toThrow('no strategy guess');
  });
});

it('networks to learn from and to be judged by are needed', () => {
  expect(() => play(['random'], [10], { test: [] })).toThrow(
    'networks to learn from and others to be judged by',
  );
});
