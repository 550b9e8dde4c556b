import { solveSymmetric } from '../../algebra/symmetric-solve.js';
import { weightedMean, weightsOf, type Learner, type TrainingProblem } from '../../model/learner.js';
import { LinearModel, scaledInput, type InputScale } from './linear-model.js';

export interface ElasticNetOptions {
  /**
   * Strength of the penalty as a share of the smallest one that makes every coefficient 0, in (0, 1]. Relative, so that one
   * value suits latencies of microseconds and of seconds.
   */
  readonly penaltyShare: number;
  /** Share of the penalty that is on absolute values: 1 is the Lasso (Tibshirani 1996), towards 0 is ridge regression. */
  readonly absoluteShare: number;
  readonly inputScale: InputScale;
}

/** Slopes of coefficients that are 0 may exceed the penalty by this share of the strongest one. */
const tolerance = 1e-10;
/** Keeps columns that repeat each other solvable; of standardised ones the Gram matrix has ones on its diagonal. */
const traceOfRidge = 1e-12;

/**
 * Linear regression that minimises ½ Σw (y − prediction)² / Σw + λ (a |β|₁ + ½ (1 − a) |β|₂²) over standardised features, on the Gram
 * matrix, by feature-sign search (Lee, Battle, Raina, Ng 2006): with the signs of the coefficients that are not 0 known, the optimum is
 * the solution of linear equations. Sizes of operations go together, where coordinate descent creeps. The intercept is not penalised.
 */
export function elasticNet(options: ElasticNetOptions): Learner<LinearModel> {
  return { name: 'lasso', fit: (problem) => fitElasticNet(problem, options) };
}

function fitElasticNet(problem: TrainingProblem, options: ElasticNetOptions): LinearModel {
  const { columns } = problem.table;
  const weights = weightsOf(problem);
  const standard = columns.map((column) => standardise(column, weights, options.inputScale));
  const targetMean = weightedMean(problem.target, weights);
  const centred = problem.target.map((value) => value - targetMean);
  const gram = gramMatrix(
    standard.map((column) => column.values),
    weights,
  );
  const correlation = Float64Array.from(standard, (column) =>
    weightedProduct(column.values, centred, weights),
  );
  const solution = searchSigns(gram, correlation, options);
  const coefficients = solution.map((value, feature) => {
    const { deviation } = standard[feature] as Standardised;
    return deviation === 0 ? 0 : value / deviation;
  });
  const intercept = standard.reduce(
    (sum, { mean }, feature) => sum - mean * (coefficients[feature] as number),
    targetMean,
  );
  return new LinearModel(intercept, coefficients, options.inputScale);
}

interface Standardised {
  readonly values: Float64Array;
  readonly mean: number;
  readonly deviation: number;
}

/** A column with mean 0 and standard deviation 1; all 0 when it does not vary. */
function standardise(column: Float64Array, weights: Float64Array, inputScale: InputScale): Standardised {
  const scaled = column.map((value) => scaledInput(value, inputScale));
  const mean = weightedMean(scaled, weights);
  const centred = scaled.map((value) => value - mean);
  const deviation = Math.sqrt(weightedProduct(centred, centred, weights));
  const varies = deviation > 1e-12 * Math.abs(mean);
  return {
    values: centred.map((value) => (varies ? value / deviation : 0)),
    mean,
    deviation: varies ? deviation : 0,
  };
}

function weightedProduct(a: Float64Array, b: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let row = 0; row < a.length; row++) {
    sum += (a[row] as number) * (b[row] as number) * (weights[row] as number);
    total += weights[row] as number;
  }
  return sum / total;
}

function gramMatrix(columns: readonly Float64Array[], weights: Float64Array): Float64Array {
  const size = columns.length;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const gram = new Float64Array(size * size);
  const weighted = new Float64Array(weights.length);
  for (let i = 0; i < size; i++) {
    const own = columns[i] as Float64Array;
    for (let row = 0; row < own.length; row++) {
      weighted[row] = ((own[row] as number) * (weights[row] as number)) / total;
    }
    for (let j = 0; j <= i; j++) {
      const product = sumOfProducts(weighted, columns[j] as Float64Array);
      gram[i * size + j] = product;
      gram[j * size + i] = product;
    }
  }
  return gram;
}

function sumOfProducts(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < a.length; row++) sum += (a[row] as number) * (b[row] as number);
  return sum;
}

/** Signs of coefficients: 0 for one that is 0. */
interface SignedSolution {
  readonly values: Float64Array;
  readonly signs: Int8Array;
}

function searchSigns(
  gram: Float64Array,
  correlation: Float64Array,
  options: ElasticNetOptions,
): Float64Array {
  const size = correlation.length;
  const strongest = correlation.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const penalty = (options.penaltyShare * strongest) / options.absoluteShare;
  const absolutePenalty = penalty * options.absoluteShare;
  const ridge = penalty * (1 - options.absoluteShare) + traceOfRidge;
  const solution = { values: new Float64Array(size), signs: new Int8Array(size) };
  const right = new Float64Array(size);
  // Every coefficient enters and leaves a few times at most; the bound is for what rounding could keep going in circles.
  for (let step = 0; step < 10 * size; step++) {
    const entering = steepest(gram, correlation, solution, absolutePenalty + tolerance * strongest);
    if (entering === undefined) break;
    solution.signs[entering.feature] = entering.sign;
    for (;;) {
      for (let i = 0; i < size; i++) {
        right[i] = (correlation[i] as number) - absolutePenalty * (solution.signs[i] as number);
      }
      if (moveTowardsOptimum(gram, right, ridge, solution)) break;
    }
  }
  return solution.values;
}

/** The coefficient at 0 whose slope exceeds the penalty by most, and which way it pulls. */
function steepest(
  gram: Float64Array,
  correlation: Float64Array,
  { values, signs }: SignedSolution,
  atLeast: number,
): { readonly feature: number; readonly sign: 1 | -1 } | undefined {
  const size = values.length;
  let best: { feature: number; sign: 1 | -1 } | undefined;
  let most = atLeast;
  for (let feature = 0; feature < size; feature++) {
    if (signs[feature] !== 0 || gram[feature * size + feature] === 0) continue;
    let slope = correlation[feature] as number;
    for (let k = 0; k < size; k++) slope -= (gram[feature * size + k] as number) * (values[k] as number);
    if (Math.abs(slope) <= most) continue;
    most = Math.abs(slope);
    best = { feature, sign: slope > 0 ? 1 : -1 };
  }
  return best;
}

/**
 * Moves the coefficients that have a sign to where the derivative is 0, or as far as all keep their signs: what comes to 0 loses its sign.
 * True when the optimum was reached.
 */
function moveTowardsOptimum(
  gram: Float64Array,
  right: Float64Array,
  ridge: number,
  { values, signs }: SignedSolution,
): boolean {
  const free = Int32Array.from(signs.keys()).filter((feature) => signs[feature] !== 0);
  const optimum = freeOptimum(gram, right, ridge, free);
  let share = 1;
  let leaving = -1;
  free.forEach((feature, place) => {
    const [from, to] = [values[feature] as number, optimum[place] as number];
    if (to * (signs[feature] as number) > 0) return;
    const reached = from === to ? 0 : from / (from - to);
    if (leaving >= 0 && reached >= share) return;
    share = Math.min(1, Math.max(0, reached));
    leaving = feature;
  });
  free.forEach((feature, place) => {
    const from = values[feature] as number;
    values[feature] = from + share * ((optimum[place] as number) - from);
  });
  if (leaving < 0) return true;
  values[leaving] = 0;
  signs[leaving] = 0;
  return free.length === 1;
}

/** Solves (Gram + ridge) · x = right over the features that are free. */
function freeOptimum(gram: Float64Array, right: Float64Array, ridge: number, free: Int32Array): Float64Array {
  const size = free.length;
  const part = new Float64Array(size * size);
  for (let row = 0; row < size; row++) {
    const offset = (free[row] as number) * right.length;
    for (let column = 0; column < size; column++) {
      part[row * size + column] = gram[offset + (free[column] as number)] as number;
    }
    part[row * size + row] = (part[row * size + row] as number) + ridge;
  }
  const freeRight = Float64Array.from(free, (feature) => right[feature] as number);
  return solveSymmetric(part, size, freeRight) ?? new Float64Array(size);
}
