import { choleskyFactor, solveLower, solveUpper } from '../../learners/linear/symmetric-solve.js';
import {
  matern52,
  matern52Slope,
  squaredDistance,
  squaredWeights,
  type KernelParameters,
  type Points,
} from './kernel.js';

/** How well parameters explain values, and which way leads to better ones. */
export interface Likelihood {
  /** Logarithm of the marginal likelihood, without its constant. */
  readonly logarithm: number;
  /** By the inverse scales, the distance between groups, the variance and the noise, in that order; all logarithms. */
  readonly gradient: Float64Array;
}

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
  const noise = Math.exp(parameters.lnNoiseVariance);
  const variance = Math.exp(parameters.lnVariance);
  const squared = squaredDistances(points, parameters);
  const matrix = squared.map((distance) => variance * matern52(distance));
  for (let row = 0; row < count; row++) matrix[row * count + row] = variance + noise;
  const factor = choleskyFactor(matrix, count);
  if (factor === undefined) return undefined;
  const solved = solveUpper(factor, count, solveLower(factor, count, values));
  let logarithm = 0;
  for (let row = 0; row < count; row++) {
    const fit = ((values[row] as number) * (solved[row] as number)) / 2;
    logarithm -= fit + Math.log(factor[row * count + row] as number);
  }
  const pulls = pullsOf(inverseOf(factor, count), solved);
  return { logarithm, gradient: gradientOf(points, parameters, squared, pulls) };
}

/** The lower triangle of the squared distances. */
function squaredDistances(points: Points, parameters: KernelParameters): Float64Array {
  const { count } = points;
  const weights = squaredWeights(parameters);
  const squared = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column < row; column++) {
      squared[row * count + column] = squaredDistance(weights, points, row, points, column);
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
  parameters: KernelParameters,
  squared: Float64Array,
  pulls: Float64Array,
): Float64Array {
  const { count, dimensions, groups } = points;
  const weights = squaredWeights(parameters);
  const variance = Math.exp(parameters.lnVariance);
  const bySquaredWeight = new Float64Array(dimensions + 1);
  let byVariance = 0;
  let byNoise = 0;
  for (let row = 0; row < count; row++) {
    byNoise += pulls[row * count + row] as number;
    byVariance += pulls[row * count + row] as number;
    for (let column = 0; column < row; column++) {
      const place = row * count + column;
      const pull = pulls[place] as number;
      const distance = squared[place] as number;
      byVariance += pull * matern52(distance);
      const slope = pull * variance * matern52Slope(distance);
      addSquaredDifferences(bySquaredWeight, points, row, column, slope);
      if (groups[row] !== groups[column])
        bySquaredWeight[dimensions] = (bySquaredWeight[dimensions] as number) + slope;
    }
  }
  const scales = bySquaredWeight.map((slope, axis) => 2 * slope * (weights[axis] as number));
  return Float64Array.of(...scales, byVariance * variance, byNoise * Math.exp(parameters.lnNoiseVariance));
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

/** The lower triangle of the inverse of L·Lᵀ. */
export function inverseOf(factor: Float64Array, size: number): Float64Array {
  const lower = inverseOfLower(factor, size);
  const inverse = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let row = 0; row <= k; row++) {
      const value = lower[k * size + row] as number;
      for (let column = 0; column <= row; column++) {
        const place = row * size + column;
        inverse[place] = (inverse[place] as number) + value * (lower[k * size + column] as number);
      }
    }
  }
  return inverse;
}

/** L⁻¹, row by row, so that memory is walked in its order. */
function inverseOfLower(factor: Float64Array, size: number): Float64Array {
  const inverse = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const diagonal = factor[row * size + row] as number;
    for (let k = 0; k < row; k++) {
      const value = (factor[row * size + k] as number) / diagonal;
      for (let column = 0; column <= k; column++) {
        const place = row * size + column;
        inverse[place] = (inverse[place] as number) - value * (inverse[k * size + column] as number);
      }
    }
    inverse[row * size + row] = 1 / diagonal;
  }
  return inverse;
}
