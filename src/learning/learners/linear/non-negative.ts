import { weightsOf, type Learner, type TrainingProblem } from '../../model/learner.js';
import { LinearModel } from './linear-model.js';
import { solveSymmetric } from '../../algebra/symmetric-solve.js';

/**
 * Least squares with coefficients and intercept of at least 0 (Lawson and Hanson 1974, active sets on the normal equations).
 * Latency is a sum of works that each take time: a coefficient is the time of one unit of its feature.
 */
export function nonNegativeLeastSquares(): Learner {
  return { name: 'nnls', fit: fitNonNegative };
}

function fitNonNegative(problem: TrainingProblem): LinearModel {
  const columns = [...problem.table.columns, new Float64Array(problem.table.rowCount).fill(1)];
  const coefficients = nonNegativeCoefficients(columns, problem.target, weightsOf(problem));
  return new LinearModel(coefficients.at(-1) as number, coefficients.slice(0, -1), 'plain');
}

/** The x ≥ 0 that minimises Σ weight · (target − Σ column · x)². */
export function nonNegativeCoefficients(
  columns: readonly Float64Array[],
  target: Float64Array,
  weights: Float64Array,
): Float64Array {
  const scales = columns.map((column) => Math.sqrt(product(column, column, weights)) || 1);
  const scaled = columns.map((column, index) => column.map((value) => value / (scales[index] as number)));
  const size = columns.length;
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      gram[i * size + j] = product(scaled[i] as Float64Array, scaled[j] as Float64Array, weights);
    }
  }
  const right = Float64Array.from(scaled, (column) => product(column, target, weights));
  return solveActiveSets(gram, right).map((value, index) => value / (scales[index] as number));
}

function solveActiveSets(gram: Float64Array, right: Float64Array): Float64Array {
  const size = right.length;
  const solution = new Float64Array(size);
  const free: number[] = [];
  const given = right.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  for (let step = 0; step < 3 * size; step++) {
    const entering = steepest(gram, right, solution, free, 1e-10 * given);
    if (entering === undefined) break;
    free.push(entering);
    while (!moveTowardsOptimum(gram, right, solution, free));
  }
  return solution;
}

/** The coefficient held at 0 whose increase would lower the error most. */
function steepest(
  gram: Float64Array,
  right: Float64Array,
  solution: Float64Array,
  free: readonly number[],
  tolerance: number,
): number | undefined {
  let best: number | undefined;
  let bestSlope = tolerance;
  for (let i = 0; i < right.length; i++) {
    if (free.includes(i)) continue;
    let slope = right[i] as number;
    for (let j = 0; j < right.length; j++)
      slope -= (gram[i * right.length + j] as number) * (solution[j] as number);
    if (slope > bestSlope) {
      best = i;
      bestSlope = slope;
    }
  }
  return best;
}

/** Moves the free coefficients to their optimum, or as far as all stay above 0; true when the optimum was reached. */
function moveTowardsOptimum(
  gram: Float64Array,
  right: Float64Array,
  solution: Float64Array,
  free: number[],
): boolean {
  const optimum = freeOptimum(gram, right, free);
  if (optimum.every((value) => value > 0)) {
    free.forEach((index, place) => (solution[index] = optimum[place] as number));
    return true;
  }
  let step = 1;
  free.forEach((index, place) => {
    const from = solution[index] as number;
    const to = optimum[place] as number;
    if (to <= 0) step = Math.min(step, from / Math.max(from - to, Number.MIN_VALUE));
  });
  free.forEach((index, place) => {
    const from = solution[index] as number;
    solution[index] = from + step * ((optimum[place] as number) - from);
  });
  const kept = free.filter(
    (index, place) => (optimum[place] as number) > 0 || (solution[index] as number) > 1e-14,
  );
  for (const index of free) if (!kept.includes(index)) solution[index] = 0;
  if (kept.length === free.length) kept.pop();
  free.splice(0, free.length, ...kept);
  return free.length === 0;
}

/** Optimum of the free coefficients alone; a trace of ridge keeps columns that repeat each other solvable. */
function freeOptimum(gram: Float64Array, right: Float64Array, free: readonly number[]): Float64Array {
  const size = free.length;
  const part = new Float64Array(size * size);
  free.forEach((i, row) => {
    free.forEach((j, column) => {
      part[row * size + column] = (gram[i * right.length + j] as number) + (row === column ? 1e-10 : 0);
    });
  });
  const partRight = Float64Array.from(free, (index) => right[index] as number);
  return solveSymmetric(part, size, partRight) ?? new Float64Array(size);
}

function product(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row++)
    sum += (a[row] as number) * (b[row] as number) * (weights[row] as number);
  return sum;
}
