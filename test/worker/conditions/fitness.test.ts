import { describe, expect, it } from 'vitest';

import { defaultFitnessThresholds, unfitnessOf } from '../../../src/worker/conditions/fitness.js';
import type { ConditionsSnapshot } from '../../../src/worker/conditions/snapshot.js';
import { observedState } from '../../../src/worker/supervision/observed-state.js';

const fit: ConditionsSnapshot = {
  battery: { levelPercent: 90, temperatureC: 27, powered: true },
  thermal: { status: 0, temperatures: [] },
  clocks: [],
  onlineCpus: [0, 1, 2, 3, 4, 5, 6, 7],
  bootCompleted: true,
  awake: true,
  loadAverage: 4,
  freeSpaceKb: 4_000_000,
};

const kinds = (conditions: ConditionsSnapshot, cpus: readonly number[] = []) =>
  unfitnessOf(conditions, defaultFitnessThresholds, cpus).map(({ kind }) => kind);

describe('unfitnessOf', () => {
  it('finds nothing against a phone that is fit', () => {
    expect(kinds(fit, [7])).toEqual([]);
  });

  it.each([
    ['not-booted', { bootCompleted: false }],
    ['hot', { battery: { temperatureC: 36.1 } }],
    ['hot', { thermal: { status: 1, temperatures: [] } }],
    ['low-battery', { battery: { levelPercent: 19 } }],
    ['no-space', { freeSpaceKb: 1_000 }],
    ['busy', { loadAverage: 17 }],
    ['asleep', { awake: false }],
  ] as const)('finds a phone %s', (kind, change) => {
    expect(kinds({ ...fit, ...change })).toEqual([kind]);
  });

  it('misses only the cores that the scenario needs', () => {
    const halfAsleep = { ...fit, onlineCpus: [0, 1, 2, 3] };
    expect(kinds(halfAsleep, [2, 3])).toEqual([]);
    expect(kinds(halfAsleep, [7])).toEqual(['cores-offline']);
  });

  it('holds nothing against a phone that tells nothing but that it has booted', () => {
    const silent: ConditionsSnapshot = {
      battery: {},
      thermal: { temperatures: [] },
      clocks: [],
      onlineCpus: [],
      bootCompleted: true,
    };
    expect(kinds(silent, [7])).toEqual([]);
  });
});

describe('observedState', () => {
  it('names the worst first and tells every reason', () => {
    const bad = { ...fit, freeSpaceKb: 0, battery: { temperatureC: 50 } };
    const { state, reason } = observedState(bad, defaultFitnessThresholds);
    expect(state).toBe('NO_SPACE');
    expect(reason).toMatch(/50 °C.*; it has 0 MB free/);
  });

  it('calls a phone that is merely busy ready, with the reason why it waits', () => {
    expect(observedState({ ...fit, loadAverage: 99 }, defaultFitnessThresholds)).toMatchObject({
      state: 'READY',
      reason: expect.stringContaining('load') as string,
    });
  });
});
