import { readRow, type FeatureTable } from './feature-table.js';
import type { ModelDocument } from './model-document.js';
import type { Random } from '../random/random.js';

/** What a learner learns from. */
export interface TrainingProblem {
  readonly table: FeatureTable;
  /** What to predict, one a row: latencies in microseconds, or their logarithm inside a learner that works on those. */
  readonly target: Float64Array;
  /** How much each row counts, above 0; all the same when left out. */
  readonly weights?: Float64Array;
}

/** Makes a model of a training problem. Deterministic: the same problem and draws give the same model, byte for byte. */
export interface Learner<Model extends FittedModel = FittedModel> {
  readonly name: string;
  fit(problem: TrainingProblem, random: Random): Model;
}

/** A function of a row of features that was learned. Holds no reference to the rows it was learned from. */
export interface FittedModel {
  /** `row` has the columns of the training table, in their order. */
  predictRow(row: Float64Array): number;
  /** The model as plain data, from which {@link ModelDocument} readers make an equal one. */
  toDocument(): ModelDocument;
}

/** The model's answer for every row of a table. */
export function predictTable(model: Pick<FittedModel, 'predictRow'>, table: FeatureTable): Float64Array {
  const row = new Float64Array(table.columns.length);
  const predictions = new Float64Array(table.rowCount);
  for (let index = 0; index < table.rowCount; index++) {
    readRow(table, index, row);
    predictions[index] = model.predictRow(row);
  }
  return predictions;
}

/** The problem's weights, or a one for each row. */
export function weightsOf(problem: TrainingProblem): Float64Array {
  return problem.weights ?? new Float64Array(problem.table.rowCount).fill(1);
}

/** Mean of values by weight. */
export function weightedMean(values: Float64Array, weights: Float64Array): number {
  let sum = 0;
  let total = 0;
  for (let index = 0; index < values.length; index++) {
    sum += (values[index] as number) * (weights[index] as number);
    total += weights[index] as number;
  }
  return sum / total;
}
