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

const maxSweeps = 1000;
/** Sweeps end when no standardised coefficient moves by more than this share of the target's spread. */
const tolerance = 1e-7;

/**
 * Linear regression that minimises ½ Σw (y − prediction)² / Σw + λ (a |β|₁ + ½ (1 − a) |β|₂²) over standardised features, by
 * coordinate descent on the Gram matrix (Friedman, Hastie, Tibshirani 2010). The intercept is not penalised.
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
  const spread = Math.sqrt(weightedProduct(centred, centred, weights));
  const solution = descend(gram, correlation, spread, options);
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
  const gram = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const product = weightedProduct(columns[i] as Float64Array, columns[j] as Float64Array, weights);
      gram[i * size + j] = product;
      gram[j * size + i] = product;
    }
  }
  return gram;
}

function descend(
  gram: Float64Array,
  correlation: Float64Array,
  spread: number,
  options: ElasticNetOptions,
): Float64Array {
  const size = correlation.length;
  const strongest = correlation.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  const penalty = (options.penaltyShare * strongest) / options.absoluteShare;
  const absolutePenalty = penalty * options.absoluteShare;
  const squaredPenalty = penalty * (1 - options.absoluteShare);
  const solution = new Float64Array(size);
  const residual = correlation.slice();
  for (let sweep = 0; sweep < maxSweeps; sweep++) {
    let largestMove = 0;
    for (let feature = 0; feature < size; feature++) {
      const own = gram[feature * size + feature] as number;
      if (own === 0) continue;
      const before = solution[feature] as number;
      const after =
        softThreshold((residual[feature] as number) + own * before, absolutePenalty) / (own + squaredPenalty);
      const move = after - before;
      if (move === 0) continue;
      solution[feature] = after;
      for (let k = 0; k < size; k++) {
        residual[k] = (residual[k] as number) - move * (gram[feature * size + k] as number);
      }
      largestMove = Math.max(largestMove, Math.abs(move));
    }
    if (largestMove <= tolerance * spread) break;
  }
  return solution;
}

function softThreshold(value: number, threshold: number): number {
  return Math.sign(value) * Math.max(0, Math.abs(value) - threshold);
}
