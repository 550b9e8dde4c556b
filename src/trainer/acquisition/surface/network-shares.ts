import type { CandidatePool } from '../pool/candidate-pool.js';

/** The part of a network's time that a candidate takes, all its uses together. */
export interface NetworkShare {
  readonly candidate: number;
  readonly share: number;
}

/** The shares of each network of a pool, which add up to 1, by what the candidates are thought to take. */
export function networkShares(pool: CandidatePool, latenciesUs: Float64Array): NetworkShare[][] {
  return pool.networks.map((uses) => {
    const times = uses.map(({ candidate, count }) => count * (latenciesUs[candidate] as number));
    const total = times.reduce((sum, time) => sum + time, 0);
    return uses.map(({ candidate }, index) => ({ candidate, share: (times[index] as number) / total }));
  });
}

/** What each candidate matters: the mean over networks of its share of their time. */
export function importances(pool: CandidatePool, latenciesUs: Float64Array): Float64Array {
  const means = new Float64Array(pool.size);
  for (const shares of networkShares(pool, latenciesUs)) {
    for (const { candidate, share } of shares) {
      means[candidate] = (means[candidate] as number) + share / pool.networks.length;
    }
  }
  return means;
}
