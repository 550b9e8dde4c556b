/** Two-sided 90 % quantile of the standard normal distribution. */
export const normalQuantile90 = 1.6449;

/** For normal errors: the quantile over the distribution's mean absolute deviation √(2/π). */
export const normalScale90 = normalQuantile90 / 0.7979;

/**
 * The conformal quantile: the smallest score such that the calibration scores up to it weigh at least `coverage` of all, the one to come
 * counted among them with their mean weight (Vovk, Gammerman, Shafer 2005; weights as Tibshirani et al. 2019). Of equal weights
 * that is the ⌈(count + 1) · coverage⌉th. With too few scores, the largest.
 */
export function conformalQuantile(
  scores: readonly number[],
  coverage: number,
  weights: readonly number[] = scores.map(() => 1),
): number {
  const sorted = scores
    .map((score, index) => ({ score, weight: weights[index] as number }))
    .sort((a, b) => a.score - b.score);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const wanted = coverage * (all + all / scores.length) * (1 - 1e-12);
  let weight = 0;
  for (const each of sorted) {
    weight += each.weight;
    if (weight >= wanted) return each.score;
  }
  return sorted.at(-1)?.score ?? NaN;
}
