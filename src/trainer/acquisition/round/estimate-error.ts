import type { CandidatePool } from '../pool/candidate-pool.js';
import type { LatencySurface } from '../surface/latency-surface.js';
import { networkShares } from '../surface/network-shares.js';
import { overconfidence } from './overconfidence.js';
import { Posterior, sumAt } from '../surface/posterior.js';

/** How well networks are thought to be predicted by what was measured. */
export interface ErrorEstimate {
  /** Mean absolute error of networks' sums, percent. */
  readonly expectedErrorPercent: number;
  /** Share of networks inside ± the wanted error, percent. */
  readonly networksWithinPercent: number;
}

/** E|Z| of a standard normal Z. */
export const meanAbsoluteNormal = Math.sqrt(2 / Math.PI);

/**
 * The errors that the surface says it makes on the pool's networks, times how overconfident it was about what it was
 * measured on. `latenciesUs` are the measured ones where there are any. Errors of a network are taken to be normal.
 */
export function estimateError(
  surface: LatencySurface,
  pool: CandidatePool,
  latenciesUs: Float64Array,
  withinPercent: number,
): ErrorEstimate {
  const posterior = new Posterior(surface, pool);
  const networks = networkShares(pool, latenciesUs);
  const measured = surface.learned.map((candidate) => ({
    candidate,
    latencyUs: latenciesUs[candidate] as number,
  }));
  const factor = overconfidence(surface, pool, networks, measured);
  const rows = posterior.rowsOfSums(networks);
  const deviations = networks.map((shares, network) => {
    const variance = sumAt(rows[network] as Float64Array, shares);
    return factor * Math.sqrt(Math.max(variance, 0));
  });
  const mean = (valueOf: (deviation: number) => number) =>
    deviations.reduce((sum, deviation) => sum + valueOf(deviation), 0) / deviations.length;
  return {
    expectedErrorPercent: 100 * mean((deviation) => meanAbsoluteNormal * deviation),
    networksWithinPercent: 100 * mean((deviation) => centralMass(withinPercent / 100 / deviation)),
  };
}

/** P(|Z| ≤ z) of a standard normal Z: the error function by Abramowitz and Stegun 7.1.26, within 1.5e-7. */
export function centralMass(z: number): number {
  if (!(z < 40)) return 1;
  const x = z / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const factors = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
  return 1 - factors.reduce((sum, factor) => (sum + factor) * t, 0) * Math.exp(-x * x);
}
