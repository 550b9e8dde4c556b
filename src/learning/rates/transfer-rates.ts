import { positiveFactor, symmetricInverse } from '../algebra/symmetric-inverse.js';
import { solveLower, solveUpper } from '../algebra/symmetric-solve.js';
import type { CommonRates } from './common-rates.js';
import { matrixTimes, type RateBelief } from './rate-belief.js';

/**
 * What is believed of a new task, given others like it: kriging of the rates' deviations from the common mean, which are whitened by the
 * common covariance and correlate from task to task as similarity says (the intrinsic coregionalization model, Goovaerts 1997), each
 * known task as uncertain as its own fit is. `known` is how alike the known tasks are, task × task, row by row: 1 a task and itself, 0
 * two that have no more than the common belief between them. The function takes how alike the new task is to each.
 */
export function rateTransfer(
  { common, tasks }: CommonRates,
  known: Float64Array,
): (toNew: Float64Array) => RateBelief {
  const size = common.mean.length;
  const count = tasks.length;
  if (count === 0) return () => common;
  const root = positiveFactor(common.covariance, size);
  const between = symmetricInverse(known, count);
  const { factor, right } = jointPosterior({ common, tasks }, root, between);
  const deviations = solveUpper(factor, count * size, solveLower(factor, count * size, right));
  return (toNew) => {
    const weights = matrixTimes(between, toNew);
    const mean = new Float64Array(size);
    for (const [task, weight] of weights.entries()) {
      for (let index = 0; index < size; index++) {
        mean[index] = (mean[index] as number) + weight * (deviations[task * size + index] as number);
      }
    }
    const told = weights.reduce((sum, weight, task) => sum + weight * (toNew[task] as number), 0);
    const covariance = transferredCovariance(factor, weights, size, Math.max(1 - told, leastLeft));
    return {
      names: common.names,
      mean: common.mean.map((value, index) => value + rowTimes(root, size, index, mean)),
      covariance: coloured(root, covariance, size),
    };
  };
}

/** Share of the common variance that is left to a new task however alike it is to those known. */
const leastLeft = 1e-6;

/** The factor of the joint posterior's precision over all tasks' whitened deviations, and what it is multiplied with. */
function jointPosterior({ common, tasks }: CommonRates, root: Float64Array, between: Float64Array) {
  const size = common.mean.length;
  const count = tasks.length;
  const all = count * size;
  const precision = new Float64Array(all * all);
  const right = new Float64Array(all);
  const commonPrecision = symmetricInverse(common.covariance, size);
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      for (let i = 0; i < size; i++) {
        precision[(a * size + i) * all + b * size + i] = between[a * count + b] as number;
      }
    }
  }
  for (const [task, { belief }] of tasks.entries()) {
    const certainty = symmetricInverse(belief.covariance, size);
    const told = certainty.map((value, place) => value - (commonPrecision[place] as number));
    const whitened = whiten(told, root, size);
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const place = (task * size + row) * all + task * size + column;
        precision[place] = (precision[place] as number) + (whitened[row * size + column] as number);
      }
    }
    const off = belief.mean.map((value, index) => value - (common.mean[index] as number));
    const pull = matrixTimes(certainty, off);
    for (let index = 0; index < size; index++) {
      right[task * size + index] = columnTimes(root, size, index, pull);
    }
  }
  return { factor: positiveFactor(precision, all), right };
}

/** Lᵀ·A·L. */
function whiten(matrix: Float64Array, root: Float64Array, size: number): Float64Array {
  const right = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < size; k++) {
      const value = matrix[row * size + k] as number;
      for (let column = 0; column <= k; column++) {
        const place = row * size + column;
        right[place] = (right[place] as number) + value * (root[k * size + column] as number);
      }
    }
  }
  const result = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    for (let row = 0; row <= k; row++) {
      const value = root[k * size + row] as number;
      for (let column = 0; column < size; column++) {
        const place = row * size + column;
        result[place] = (result[place] as number) + value * (right[k * size + column] as number);
      }
    }
  }
  return result;
}

/** The covariance of the new task's whitened deviations: what the known tasks leave open, and what is left of its own. */
function transferredCovariance(
  factor: Float64Array,
  weights: Float64Array,
  size: number,
  left: number,
): Float64Array {
  const all = weights.length * size;
  const halves = Array.from({ length: size }, (_, index) => {
    const unit = new Float64Array(all);
    for (const [task, weight] of weights.entries()) unit[task * size + index] = weight;
    return solveLower(factor, all, unit);
  });
  const covariance = new Float64Array(size * size);
  for (const [row, a] of halves.entries()) {
    for (const [column, b] of halves.entries()) {
      if (column > row) break;
      let sum = row === column ? left : 0;
      for (let k = 0; k < all; k++) sum += (a[k] as number) * (b[k] as number);
      covariance[row * size + column] = sum;
      covariance[column * size + row] = sum;
    }
  }
  return covariance;
}

/** L·A·Lᵀ. */
function coloured(root: Float64Array, matrix: Float64Array, size: number): Float64Array {
  const half = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      let sum = 0;
      for (let k = 0; k <= row; k++) {
        sum += (root[row * size + k] as number) * (matrix[k * size + column] as number);
      }
      half[row * size + column] = sum;
    }
  }
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = 0;
      for (let k = 0; k <= column; k++) {
        sum += (half[row * size + k] as number) * (root[column * size + k] as number);
      }
      result[row * size + column] = sum;
      result[column * size + row] = sum;
    }
  }
  return result;
}

/** Row of a lower triangle times a vector. */
function rowTimes(root: Float64Array, size: number, row: number, vector: Float64Array): number {
  let sum = 0;
  for (let k = 0; k <= row; k++) sum += (root[row * size + k] as number) * (vector[k] as number);
  return sum;
}

/** Column of a lower triangle times a vector. */
function columnTimes(root: Float64Array, size: number, column: number, vector: Float64Array): number {
  let sum = 0;
  for (let k = column; k < size; k++) sum += (root[k * size + column] as number) * (vector[k] as number);
  return sum;
}
