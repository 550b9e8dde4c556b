import type { CandidatePool } from './candidate-pool.js';
import { relearned, type LatencySurface, type MeasuredCandidate } from './latency-surface.js';
import type { NetworkShare } from './network-shares.js';
import { Posterior, sumAt } from './posterior.js';

/** Every network costs a fit; so many tell. */
const mostNetworks = 16;

/**
 * How many times larger the errors of sums are than a surface says: for some of the networks, what was measured of them is predicted from
 * everything else, prior and all; root of the mean square of error over deviation, at least 1. Errors of one network lean the same
 * way, which predicting one measurement at a time would not show.
 */
export function overconfidence(
  surface: LatencySurface,
  pool: CandidatePool,
  networks: readonly (readonly NetworkShare[])[],
  measured: readonly MeasuredCandidate[],
): number {
  const latencies = new Map(measured.map(({ candidate, latencyUs }) => [candidate, latencyUs]));
  const parts = networks
    .map((shares) => shares.filter(({ candidate }) => latencies.has(candidate)))
    .filter((shares) => shares.length > 0 && shares.length < measured.length);
  const judged = parts.filter(
    (_, index) =>
      Math.floor((index * mostNetworks) / parts.length) !==
      Math.floor(((index - 1) * mostNetworks) / parts.length),
  );
  const squares = judged.map((shares) => {
    const left = new Set(shares.map(({ candidate }) => candidate));
    const rest = relearned(
      surface,
      pool,
      measured.filter(({ candidate }) => !left.has(candidate)),
    );
    const predictedUs = rest.latenciesUs(pool);
    const errors = shares.map(({ candidate, share }) => {
      return share * Math.log((predictedUs[candidate] as number) / (latencies.get(candidate) as number));
    });
    const posterior = new Posterior(rest, pool);
    const [row = new Float64Array()] = posterior.rowsOfSums([shares]);
    const noise = shares.reduce((sum, { share }) => sum + share ** 2, 0) * rest.process.noiseVariance;
    return errors.reduce((sum, error) => sum + error, 0) ** 2 / (sumAt(row, shares) + noise);
  });
  return Math.sqrt(Math.max(1, squares.reduce((sum, square) => sum + square, 0) / squares.length || 1));
}
