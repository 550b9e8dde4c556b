import { networkShares } from '../surface/network-shares.js';
import { NetworkSums } from '../surface/network-sums.js';
import { Posterior } from '../surface/posterior.js';
import type { LatencySurface } from '../surface/latency-surface.js';
import { takenCandidates, type AcquisitionState } from './strategy.js';

export interface WeighedUnits {
  /** Places of networks to measure whole, the one that teaches most for its phone time first. */
  readonly networks: readonly number[];
  /** Candidates to measure by themselves. */
  readonly wanted: readonly number[];
}

/** What measuring costs, in any unit. */
export interface UnitCosts {
  /** A network of the pool, named by its place. */
  readonly network: (place: number) => number;
  /** A model file of these candidates. */
  readonly pack: (candidates: readonly number[]) => number;
}

/**
 * Weighs whole networks against packs of the candidates that are wanted, one after the other, by what each teaches for its cost: the fall of
 * the variance of all networks' relative errors that knowing everything in it brings. A network tells of all its candidates, wanted or not.
 * It ends when as many candidates are told of as were wanted. `open`: places of the networks that may be measured.
 */
export function weighNetworks(
  state: AcquisitionState & { readonly surface: LatencySurface },
  wanted: readonly number[],
  {
    open,
    costs,
    pack,
  }: { readonly open: readonly number[]; readonly costs: UnitCosts; readonly pack: number },
): WeighedUnits {
  const { pool, surface, latenciesUs } = state;
  const sums = new NetworkSums(networkShares(pool, latenciesUs), new Posterior(surface, pool));
  for (const candidate of state.inFlight) sums.condition(candidate);
  const told = takenCandidates(state);
  const before = told.size;
  const chosen = { networks: [] as number[], wanted: [] as number[] };
  const left = new Set(open);
  while (told.size - before < wanted.length) {
    const members = wanted.filter((candidate) => !told.has(candidate)).slice(0, pack);
    const offers = [...left].map((network) => {
      const held = (pool.networks[network] ?? []).map(({ candidate }) => candidate);
      const fresh = held.filter((candidate) => !told.has(candidate));
      return { network, fresh, rate: sums.jointGain(fresh) / costs.network(network) };
    });
    const best = offers.reduce<(typeof offers)[number] | undefined>(
      (a, b) => (a === undefined || b.rate > a.rate ? b : a),
      undefined,
    );
    const packRate = members.length === 0 ? 0 : sums.jointGain(members) / costs.pack(members);
    const isNetwork = best !== undefined && best.rate > packRate;
    if (isNetwork) {
      left.delete(best.network);
      chosen.networks.push(best.network);
    } else if (members.length === 0) break;
    else chosen.wanted.push(...members);
    for (const candidate of isNetwork ? best.fresh : members) {
      sums.condition(candidate);
      told.add(candidate);
    }
  }
  return chosen;
}
