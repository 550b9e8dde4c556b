import { randomFromSeed } from '../../src/learning/random/random.js';
import { measuredPool } from '../../src/trainer/acquisition/pool/measured-pool.js';
import type { MeasuredPool } from '../../src/trainer/acquisition/pool/measured-pool.js';
import { sourcePhone } from '../../src/trainer/acquisition/pool/source-phone.js';
import { rooflinePrior } from '../../src/trainer/acquisition/surface/latency-prior.js';
import { importances } from '../../src/trainer/acquisition/surface/network-shares.js';
import type { MeasuredNetwork } from '../../src/trainer/material/measured-networks.js';

/**
 * How alike two phones are beyond work and traffic: the correlation of what each is off its own roofline by, over the configurations of
 * one's networks, by how much they matter there. Its square is the most of the variance left that the other phone can explain on a
 * straight line. From -1 to 1.
 */
export function residualCorrelation(
  own: readonly MeasuredNetwork[],
  other: readonly MeasuredNetwork[],
): number {
  const source = sourcePhone(
    other.flatMap(({ kernels }) => kernels),
    randomFromSeed(0),
  );
  const measured = measuredPool(own, [source]);
  const [lnSource = new Float64Array()] = measured.pool.lnSourcesUs;
  const weights = importances(measured.pool, measured.latenciesUs);
  return correlation(
    residuals(measured, measured.latenciesUs),
    residuals(measured, lnSource.map(Math.exp)),
    weights,
  );
}

/** Logarithms of latencies over the roofline fitted to all of them. */
function residuals({ pool }: MeasuredPool, latenciesUs: Float64Array): Float64Array {
  const roofline = rooflinePrior(pool.table, latenciesUs, { table: pool.table, latenciesUs, worth: 1 });
  const guesses = roofline.lnLatencies(pool);
  return latenciesUs.map((latencyUs, row) => Math.log(latencyUs) - (guesses[row] as number));
}

function correlation(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = (valueOf: (row: number) => number) =>
    weights.reduce((sum, weight, row) => sum + weight * valueOf(row), 0) / total;
  const [meanA, meanB] = [a, b].map((values) => mean((row) => values[row] as number)) as [number, number];
  const offA = (row: number) => (a[row] as number) - meanA;
  const offB = (row: number) => (b[row] as number) - meanB;
  const product = mean((row) => offA(row) * offB(row));
  return product / Math.sqrt(mean((row) => offA(row) ** 2) * mean((row) => offB(row) ** 2));
}
