/**
 * How wide prediction intervals are. The half-width of a network is scale · √(Σ over kernel groups of (spread · predicted µs
 * of the group)²): errors of one group are taken to go together, those of different groups to be independent.
 */
export interface Calibration {
  /** Root mean square relative error of each kernel group on configurations held out. */
  readonly spreads: Readonly<Record<string, number>>;
  /** Multiplies the root of the sum of squares: 1.645 for normal errors, or a conformal quantile over held-out networks. */
  readonly scale: number;
  /** Share of networks that the interval is to cover. */
  readonly coverage: number;
  /** What the scale rests on. */
  readonly basis: 'normal-errors' | 'held-out-networks';
}

/** Spread of groups too small to hold anything out, and of operations that were never measured. */
export const unknownSpread = 0.5;

/** 95 % quantile of the standard normal distribution: 90 % of its mass lies within ± this. */
export const normalScale90 = 1.6449;

/** Root mean square of (prediction − latency) / latency. */
export function relativeSpread(predictions: Float64Array, latencies: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < latencies.length; index++) {
    sum += ((predictions[index] as number) / (latencies[index] as number) - 1) ** 2;
  }
  return Math.sqrt(sum / latencies.length);
}

/** Half-width of the interval, µs, of a network whose predicted time is spread over kernel groups as given. */
export function halfWidthUs(groupSumsUs: ReadonlyMap<string, number>, calibration: Calibration): number {
  let sum = 0;
  for (const [kernelGroup, predictedUs] of groupSumsUs) {
    sum += ((calibration.spreads[kernelGroup] ?? unknownSpread) * predictedUs) ** 2;
  }
  return calibration.scale * Math.sqrt(sum);
}

/**
 * The conformal quantile: the smallest score that at least ⌈(count + 1) · coverage⌉ of the calibration scores do not exceed
 * (Vovk, Gammerman, Shafer 2005). With too few scores, the largest.
 */
export function conformalQuantile(scores: readonly number[], coverage: number): number {
  const sorted = [...scores].sort((a, b) => a - b);
  const rank = Math.min(sorted.length, Math.ceil((sorted.length + 1) * coverage));
  return sorted[Math.max(0, rank - 1)] as number;
}
