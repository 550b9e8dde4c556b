import { choleskyFactor, solveLower, solveUpper } from '../algebra/symmetric-solve.js';
import { inverseOfFactor } from '../algebra/inverse.js';
import { Kernel, squaredDistance, type KernelParameters, type Points } from './kernel.js';

/** How well parameters explain values, and which way leads to better ones. */
export interface Likelihood {
  /** Logarithm of the marginal likelihood, without its constant. */
  readonly logarithm: number;
  /** By the inverse scales, the distance between groups, then as {@link KernelParameters} go on; all logarithms. */
  readonly gradient: Float64Array;
}

/** Points of equal coordinates are taken to lie so far apart, for the slope of the rough part has no end at 0. */
const leastSquaredDistance = 1e-12;

/**
 * The marginal likelihood of values of mean 0 (Rasmussen and Williams 2006, equations 5.8 and 5.9); `undefined` when the
 * parameters make the covariances singular.
 */
export function marginalLikelihood(
  points: Points,
  values: Float64Array,
  parameters: KernelParameters,
): Likelihood | undefined {
  const { count } = points;
  const kernel = new Kernel(parameters);
  const noise = Math.exp(parameters.lnNoiseVariance);
  const squared = squaredDistances(points, kernel.weights);
  const matrix = squared.map((distance) => kernel.covariance(distance));
  for (let row = 0; row < count; row++) matrix[row * count + row] = kernel.variance + noise;
  const factor = choleskyFactor(matrix, count);
  if (factor === undefined) return undefined;
  const solved = solveUpper(factor, count, solveLower(factor, count, values));
  let logarithm = 0;
  for (let row = 0; row < count; row++) {
    const fit = ((values[row] as number) * (solved[row] as number)) / 2;
    logarithm -= fit + Math.log(factor[row * count + row] as number);
  }
  const pulls = pullsOf(inverseOfFactor(factor, count), solved);
  return { logarithm, gradient: gradientOf(points, kernel, noise, squared, pulls) };
}

/** The lower triangle of the squared distances. */
function squaredDistances(points: Points, weights: Float64Array): Float64Array {
  const { count } = points;
  const squared = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < row; column++) {
      const distance = squaredDistance(weights, points, row, points, column);
      squared[row * count + column] = Math.max(distance, leastSquaredDistance);
    }
  }
  return squared;
}

/** Derivative of the likelihood by each covariance: (α αᵀ − K⁻¹) / 2, the two halves of the matrix taken together. */
function pullsOf(inverse: Float64Array, solved: Float64Array): Float64Array {
  const count = solved.length;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      const pull =
        (solved[row] as number) * (solved[column] as number) - (inverse[row * count + column] as number);
      inverse[row * count + column] = row === column ? pull / 2 : pull;
    }
  }
  return inverse;
}

function gradientOf(
  points: Points,
  kernel: Kernel,
  noise: number,
  squared: Float64Array,
  pulls: Float64Array,
): Float64Array {
  const { count, dimensions, groups } = points;
  const bySquaredWeight = new Float64Array(dimensions + 1);
  let onDiagonal = 0;
  let bySmooth = 0;
  let byRough = 0;
  let byRoughness = 0;
  for (let row = 0; row < count; row++) {
    onDiagonal += pulls[row * count + row] as number;
    for (let column = 0; column < row; column++) {
      const place = row * count + column;
      const pull = pulls[place] as number;
      const distance = squared[place] as number;
      const root = Math.sqrt(distance);
      const rough = pull * kernel.rough(distance);
      bySmooth += pull * kernel.smooth(distance);
      byRough += rough;
      byRoughness -= rough * kernel.roughness * root;
      const slope = pull * kernel.smoothSlope(distance) - (rough * kernel.roughness) / (2 * root);
      addSquaredDifferences(bySquaredWeight, points, row, column, slope);
      if (groups[row] !== groups[column])
        bySquaredWeight[dimensions] = (bySquaredWeight[dimensions] as number) + slope;
    }
  }
  return Float64Array.of(
    ...bySquaredWeight.map((slope, axis) => 2 * slope * (kernel.weights[axis] as number)),
    bySmooth + onDiagonal * kernel.smoothVariance,
    byRough + onDiagonal * kernel.roughVariance,
    byRoughness,
    onDiagonal * noise,
  );
}

function addSquaredDifferences(
  sums: Float64Array,
  { coordinates, dimensions }: Points,
  row: number,
  column: number,
  factor: number,
): void {
  for (let axis = 0; axis < dimensions; axis++) {
    const difference =
      (coordinates[row * dimensions + axis] as number) - (coordinates[column * dimensions + axis] as number);
    sums[axis] = (sums[axis] as number) + factor * difference * difference;
  }
}
