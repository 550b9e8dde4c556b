import { selectCandidates, type CandidatePool } from '../pool/candidate-pool.js';
import { relearned, type LatencySurface, type MeasuredCandidate } from '../surface/latency-surface.js';
import type { NetworkShare } from '../surface/network-shares.js';
import { Posterior, sumAt } from '../surface/posterior.js';

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
  const known = networks
    .map((shares) => shares.filter(({ candidate }) => latencies.has(candidate)))
    .filter((shares) => shares.length > 0 && shares.length < measured.length);
  const judged = known.filter(
    (_, index) =>
      Math.floor((index * mostNetworks) / known.length) !==
      Math.floor(((index - 1) * mostNetworks) / known.length),
  );
  const squares = judged.map((shares) => squaredRatio(surface, pool, shares, latencies));
  return Math.sqrt(Math.max(1, squares.reduce((sum, square) => sum + square, 0) / squares.length || 1));
}

/** Square of the error of a sum of measured candidates over its variance, both without their measurements. */
function squaredRatio(
  surface: LatencySurface,
  pool: CandidatePool,
  shares: readonly NetworkShare[],
  latencies: ReadonlyMap<number, number>,
): number {
  const left = shares.map(({ candidate }) => candidate);
  const others = [...latencies].flatMap(([candidate, latencyUs]) =>
    left.includes(candidate) ? [] : [{ candidate, latencyUs }],
  );
  const rest = relearned(surface, pool, others);
  const own = selectCandidates(pool, left);
  const predictedUs = rest.latenciesUs(own);
  const error = shares.reduce((sum, { candidate, share }, place) => {
    const measuredUs = latencies.get(candidate) as number;
    return sum + share * Math.log((predictedUs[place] as number) / measuredUs);
  }, 0);
  const parts = shares.map(({ share }, candidate) => ({ candidate, share }));
  const [row = new Float64Array()] = new Posterior(rest, own).rowsOfSums([parts]);
  const noise = parts.reduce((sum, { share }) => sum + share ** 2, 0) * rest.process.noiseVariance;
  return error ** 2 / (sumAt(row, parts) + noise);
}
