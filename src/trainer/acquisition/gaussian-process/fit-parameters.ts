import { choleskyFactor, solveLower, solveUpper } from '../../learners/linear/symmetric-solve.js';
import {
  matern52,
  matern52Slope,
  squaredDistance,
  squaredWeights,
  type KernelParameters,
  type Points,
} from './kernel.js';

/** What the parameters are believed to be before any measurement: means and standard deviations of their logarithms. */
const believed = {
  /** Of the whole weight of all coordinates together. */
  inverseScale: { value: 1, spread: 1 },
  group: { value: 0.5, spread: 1 },
  variance: { value: 0.3 ** 2, spread: 1.5 },
  noise: { value: 0.02 ** 2, spread: 1 },
};

/** Parameters before any measurement. */
export function believedParameters(dimensions: number): KernelParameters {
  const lnInverseScales = new Float64Array(dimensions + 1).fill(
    Math.log(believed.inverseScale.value / Math.sqrt(Math.max(dimensions, 1))),
  );
  lnInverseScales[dimensions] = Math.log(believed.group.value);
  return {
    lnInverseScales,
    lnVariance: Math.log(believed.variance.value),
    lnNoiseVariance: Math.log(believed.noise.value),
  };
}

/**
 * The most probable parameters given the values (mean 0) at the points: steps of resilient propagation (Riedmiller and Braun
 * 1993) on the logarithm of the marginal likelihood (Rasmussen and Williams 2006, equation 5.9) and of the beliefs.
 */
export function fitParameters(
  points: Points,
  values: Float64Array,
  start: KernelParameters,
  steps: number,
): KernelParameters {
  const beliefs = vectorOf(believedParameters(points.dimensions));
  const spreads = spreadsOf(points.dimensions);
  const vector = vectorOf(start);
  const stepSizes = new Float64Array(vector.length).fill(0.1);
  let previous = new Float64Array(vector.length);
  let best = { vector: vector.slice(), objective: -Infinity };
  for (let step = 0; step < steps; step++) {
    const likelihood = likelihoodGradient(points, values, parametersOf(vector));
    if (likelihood === undefined) break;
    let { objective } = likelihood;
    const { gradient } = likelihood;
    for (let index = 0; index < vector.length; index++) {
      const distance = ((vector[index] as number) - (beliefs[index] as number)) / (spreads[index] as number);
      objective -= distance ** 2 / 2;
      gradient[index] = (gradient[index] as number) - distance / (spreads[index] as number);
    }
    if (objective > best.objective) best = { vector: vector.slice(), objective };
    previous = propagate(vector, gradient, previous, stepSizes);
  }
  return parametersOf(best.vector);
}

function propagate(
  vector: Float64Array,
  gradient: Float64Array,
  previous: Float64Array,
  stepSizes: Float64Array,
): Float64Array<ArrayBuffer> {
  const kept = new Float64Array(vector.length);
  for (let index = 0; index < vector.length; index++) {
    const slope = gradient[index] as number;
    const agreement = slope * (previous[index] as number);
    const size = stepSizes[index] as number;
    stepSizes[index] = agreement > 0 ? Math.min(1.2 * size, 0.5) : agreement < 0 ? 0.5 * size : size;
    if (agreement < 0) continue;
    kept[index] = slope;
    vector[index] = (vector[index] as number) + Math.sign(slope) * (stepSizes[index] as number);
  }
  return kept;
}

function vectorOf({ lnInverseScales, lnVariance, lnNoiseVariance }: KernelParameters): Float64Array {
  return Float64Array.of(...lnInverseScales, lnVariance, lnNoiseVariance);
}

function parametersOf(vector: Float64Array): KernelParameters {
  return {
    lnInverseScales: vector.slice(0, -2),
    lnVariance: vector.at(-2) as number,
    lnNoiseVariance: vector.at(-1) as number,
  };
}

function spreadsOf(dimensions: number): Float64Array {
  const spreads = new Float64Array(dimensions + 3).fill(believed.inverseScale.spread);
  spreads[dimensions] = believed.group.spread;
  spreads[dimensions + 1] = believed.variance.spread;
  spreads[dimensions + 2] = believed.noise.spread;
  return spreads;
}

/** Logarithm of the marginal likelihood, without constants, and its gradient by the parameters; `undefined` when singular. */
function likelihoodGradient(points: Points, values: Float64Array, parameters: KernelParameters) {
  const { count, dimensions } = points;
  const weights = squaredWeights(parameters);
  const variance = Math.exp(parameters.lnVariance);
  const noise = Math.exp(parameters.lnNoiseVariance);
  const squared = new Float64Array(count * count);
  const matrix = new Float64Array(count * count);
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      const distance = squaredDistance(weights, points, row, points, column);
      squared[row * count + column] = distance;
      matrix[row * count + column] = variance * matern52(distance) + (row === column ? noise : 0);
    }
  }
  const factor = choleskyFactor(matrix, count);
  if (factor === undefined) return undefined;
  const solved = solveUpper(factor, count, solveLower(factor, count, values));
  let objective = 0;
  for (let row = 0; row < count; row++) {
    objective -=
      ((values[row] as number) * (solved[row] as number)) / 2 + Math.log(factor[row * count + row] as number);
  }
  const inverse = inverseOf(factor, count);
  const gradient = new Float64Array(dimensions + 3);
  const { coordinates, groups } = points;
  for (let row = 0; row < count; row++) {
    for (let column = 0; column <= row; column++) {
      const outer = (solved[row] as number) * (solved[column] as number);
      const pull =
        (outer - (inverse[row * count + column] as number)) * (row === column ? 0.5 : 1);
      const distance = squared[row * count + column] as number;
      gradient[dimensions + 1] = (gradient[dimensions + 1] as number) + pull * variance * matern52(distance);
      if (row === column) {
        gradient[dimensions + 2] = (gradient[dimensions + 2] as number) + pull * noise;
        continue;
      }
      const slope = 2 * pull * variance * matern52Slope(distance);
      for (let axis = 0; axis < dimensions; axis++) {
        const difference =
          (coordinates[row * dimensions + axis] as number) - (coordinates[column * dimensions + axis] as number);
        gradient[axis] = (gradient[axis] as number) + slope * (weights[axis] as number) * difference * difference;
      }
      if (groups[row] !== groups[column])
        gradient[dimensions] = (gradient[dimensions] as number) + slope * (weights[dimensions] as number);
    }
  }
  return { objective, gradient };
}

/** The inverse of L·Lᵀ; its lower triangle. */
function inverseOf(factor: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let column = 0; column < size; column++) {
    lower[column * size + column] = 1 / (factor[column * size + column] as number);
    for (let row = column + 1; row < size; row++) {
      let sum = 0;
      for (let k = column; k < row; k++)
        sum -= (factor[row * size + k] as number) * (lower[k * size + column] as number);
      lower[row * size + column] = sum / (factor[row * size + row] as number);
    }
  }
  const inverse = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let row = 0; row <= k; row++) {
      const value = lower[k * size + row] as number;
      for (let column = 0; column <= row; column++) {
        inverse[row * size + column] = (inverse[row * size + column] as number) + value * (lower[k * size + column] as number);
      }
    }
  }
  return inverse;
}
