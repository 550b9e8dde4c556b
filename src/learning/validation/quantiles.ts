/** For normal errors: 95 % quantile of the standard normal distribution over its mean absolute deviation √(2/π). */
export const normalScale90 = 1.6449 / 0.7979;

/**
 * The conformal quantile: the smallest score that at least ⌈(count + 1) · coverage⌉ of the calibration scores do not exceed
 * (Vovk, Gammerman, Shafer 2005). With too few scores, the largest.
 */
export function conformalQuantile(scores: readonly number[], coverage: number): number {
  const sorted = [...scores].sort((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.ceil((sorted.length + 1) * coverage));
  return sorted[Math.max(0, rank - 1)] as number;
}
