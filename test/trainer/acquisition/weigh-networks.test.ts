import { describe, expect, it } from 'vitest';

import { candidatePool } from '../../../src/trainer/acquisition/pool/candidate-pool.js';
import type { LatencySurface } from '../../../src/trainer/acquisition/surface/latency-surface.js';
import { weighNetworks } from '../../../src/trainer/acquisition/strategies/weigh-networks.js';
import { Posterior } from '../../../src/trainer/acquisition/surface/posterior.js';
import { networkShares } from '../../../src/trainer/acquisition/surface/network-shares.js';
import { NetworkSums } from '../../../src/trainer/acquisition/surface/network-sums.js';
import { syntheticCandidates, syntheticState } from '../support/synthetic-pool.js';

const candidates = syntheticCandidates(40);
const uses = (...places: number[]) => places.map((candidate) => ({ candidate, count: 1 }));
/** The first network holds nothing new; the others share nothing. */
const networks = [uses(0, 1, 2), uses(10, 11, 12, 13, 14, 15), uses(20, 21, 22, 23, 24, 25)];
const pool = candidatePool(candidates, { networks });
const known = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const state = syntheticState(candidates, known, [], pool) as ReturnType<typeof syntheticState> & {
  readonly surface: LatencySurface;
};
const wanted = [10, 20, 30, 31];

const weigh = (network: number, pack: number, open = [0, 1, 2]) =>
  weighNetworks(state, wanted, { open, costs: { network: () => network, pack: () => pack }, pack: 2 });

describe('networks and packs of configurations, weighed by what they teach for their cost,', () => {
  it('are networks where these cost no more, and none that tells nothing new', () => {
    const { networks: chosen, wanted: rest } = weigh(1, 1);
    expect(chosen).not.toContain(0);
    expect(chosen.length).toBeGreaterThan(0);
    const told = new Set(chosen.flatMap((place) => networks[place]?.map(({ candidate }) => candidate) ?? []));
    expect(rest.some((candidate) => told.has(candidate))).toBe(false);
    expect(rest.length + told.size).toBeGreaterThanOrEqual(wanted.length);
  });

  it('are packs of all that is wanted, in its order, where networks are dear or none is open', () => {
    expect(weigh(1e6, 1)).toEqual({ networks: [], wanted });
    expect(weigh(1, 1, [])).toEqual({ networks: [], wanted });
  });

  it('teach together what they teach one after the other', () => {
    const fresh = () =>
      new NetworkSums(networkShares(pool, state.latenciesUs), new Posterior(state.surface, pool));
    const together = fresh().jointGain(wanted);
    const sums = fresh();
    const inTurn = wanted.reduce((sum, candidate) => {
      const gain = sums.gain(candidate);
      sums.condition(candidate);
      return sum + gain;
    }, 0);
    expect(together).toBeCloseTo(inTurn, 8);
    expect(fresh().jointGain([])).toBe(0);
  });
});
