import { dot } from '../algebra/dot.js';
import { matrixTimes, believedTotal, type RateBelief } from './rate-belief.js';

/**
 * Which totals teach most: greedily, one after the other, that which lowers the summed variance of the logarithms of all of them most,
 * by the belief of now and for each unit of its cost. Indices into `rows`, as many as `count`, each once.
 */
export function chooseTotals(
  belief: RateBelief,
  rows: readonly Float64Array[],
  count: number,
  options: {
    /** Standard deviation of what is measured, of the logarithm. */
    readonly noise: number;
    /** What measuring each costs; 1 each where it is left out. */
    readonly costs?: readonly number[];
    /** Indices that are measured already. */
    readonly measured?: readonly number[];
  },
): number[] {
  const { noise, costs } = options;
  const shares = rows.map((row) => believedTotal(belief, row).shares);
  const covariance = new Float64Array(belief.covariance);
  const chosen: number[] = [];
  const taken = new Set<number>();
  const take = (index: number) => {
    taken.add(index);
    condition(covariance, shares[index] as Float64Array, noise);
  };
  for (const index of options.measured ?? []) take(index);
  while (chosen.length < Math.min(count, rows.length - (options.measured?.length ?? 0))) {
    const index = mostTeaching(covariance, shares, taken, noise, costs);
    chosen.push(index);
    take(index);
  }
  return chosen;
}

function mostTeaching(
  covariance: Float64Array,
  shares: readonly Float64Array[],
  taken: ReadonlySet<number>,
  noise: number,
  costs: readonly number[] | undefined,
): number {
  let best = -1;
  let bestGain = -Infinity;
  for (const [index, own] of shares.entries()) {
    if (taken.has(index)) continue;
    const known = matrixTimes(covariance, own);
    const variance = dot(own, known) + noise ** 2;
    const drop = shares.reduce((sum, other) => sum + dot(other, known) ** 2, 0) / variance;
    const gain = drop / (costs?.[index] ?? 1);
    if (gain > bestGain) [best, bestGain] = [index, gain];
  }
  return best;
}

/** What the covariance is once a total with these shares is known. */
function condition(covariance: Float64Array, shares: Float64Array, noise: number): void {
  const size = shares.length;
  const known = matrixTimes(covariance, shares);
  const variance = dot(shares, known) + noise ** 2;
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      covariance[row * size + column] =
        (covariance[row * size + column] as number) -
        ((known[row] as number) * (known[column] as number)) / variance;
    }
  }
}
