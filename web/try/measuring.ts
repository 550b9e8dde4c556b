import type { Tried } from './prediction.js';

/** Sources that take no time of their own, or are counted elsewhere. */
const uncounted: readonly string[] = ['fused', 'once', 'called'];

/** Operations of which the farm knows too little, and the phone time of measuring each of them by itself. */
export function measuringOf({ place, prediction }: Tried): {
  readonly operations: number;
  readonly costMs: number;
} {
  const wanted = (prediction?.operations ?? []).filter(
    ({ measured, extrapolated, source }) =>
      !measured &&
      !uncounted.includes(source) &&
      (extrapolated || ['none', 'fallback', 'pooled'].includes(source)),
  );
  const inferenceMs = wanted.reduce((sum, { predictedUs }) => sum + predictedUs / 1000, 0);
  return { operations: wanted.length, costMs: wanted.length * place.runMs + place.inferences * inferenceMs };
}
