import { dot } from '../algebra/dot.js';
import { choleskyFactor, solveLower, solveUpper } from '../algebra/symmetric-solve.js';

/** What a process says of a point: mean and variance of what would be measured there. */
export interface ProcessPrediction {
  readonly mean: number;
  readonly variance: number;
}

export interface LaplaceProcess {
  at(point: readonly number[]): ProcessPrediction;
}

/** Distances at which the correlation has fallen to 1/e, and variances of the noise over that of the process, that are tried. */
const lengths = [1, 2, 4, 8, 16] as const;
const noiseRatios = [0.02, 0.1, 0.3, 1, 3, 10, 100] as const;

/**
 * A Gaussian process with mean 0 over points that differ in many small things, its covariance exp(−Σ|Δ| / length): a product over
 * coordinates, so that it learns what each does and what they do together. Only two numbers are chosen, length and noise, by the marginal
 * likelihood with the variance profiled out (Rasmussen and Williams, Gaussian Processes for Machine Learning, 5.4.1): tens of points tell
 * no more.
 */
export function fitLaplaceProcess(
  points: readonly (readonly number[])[],
  values: Float64Array,
): LaplaceProcess {
  const count = points.length;
  const distances = pairwiseDistances(points);
  let best: Candidate | undefined;
  for (const length of lengths) {
    const correlations = distances.map((distance) => Math.exp(-distance / length));
    for (const noiseRatio of noiseRatios) {
      const candidate = judged(correlations, values, noiseRatio, length);
      if (candidate !== undefined && (best === undefined || candidate.likelihood > best.likelihood))
        best = candidate;
    }
  }
  if (best === undefined) return { at: () => ({ mean: 0, variance: 0 }) };
  const { factor, weights, variance, length, noiseRatio } = best;
  return {
    at(point) {
      const own = Float64Array.from(points, (other) => Math.exp(-distanceOf(point, other) / length));
      const half = solveLower(factor, count, own);
      return {
        mean: dot(own, weights),
        variance: variance * (Math.max(1 - dot(half, half), 0) + noiseRatio),
      };
    },
  };
}

interface Candidate {
  readonly length: number;
  readonly noiseRatio: number;
  readonly factor: Float64Array;
  /** (K + noise)⁻¹ · values. */
  readonly weights: Float64Array;
  readonly variance: number;
  /** Logarithm of the marginal likelihood, up to a constant. */
  readonly likelihood: number;
}

function judged(
  correlations: Float64Array,
  values: Float64Array,
  noiseRatio: number,
  length: number,
): Candidate | undefined {
  const count = values.length;
  const matrix = new Float64Array(correlations);
  for (let place = 0; place < matrix.length; place += count + 1)
    matrix[place] = (matrix[place] as number) + noiseRatio;
  const factor = choleskyFactor(matrix, count);
  if (factor === undefined) return undefined;
  const half = solveLower(factor, count, values);
  const variance = dot(half, half) / count;
  let logDeterminant = 0;
  for (let place = 0; place < factor.length; place += count + 1)
    logDeterminant += 2 * Math.log(factor[place] as number);
  const likelihood = -(count * Math.log(variance) + logDeterminant) / 2;
  if (!Number.isFinite(likelihood)) return undefined;
  return { length, noiseRatio, factor, weights: solveUpper(factor, count, half), variance, likelihood };
}

function pairwiseDistances(points: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(points.flatMap((a) => points.map((b) => distanceOf(a, b))));
}

function distanceOf(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let axis = 0; axis < a.length; axis++) sum += Math.abs((a[axis] as number) - (b[axis] as number));
  return sum;
}
