import type { Random } from '../random/random.js';
import { meanAbsolutePercentageError } from './metrics.js';
import { readRow, selectRows, selectValues } from '../model/feature-table.js';
import type { Learner, TrainingProblem } from '../model/learner.js';
import { shuffledIndices } from '../random/shuffled-indices.js';

/** A learner's answers for rows it did not see, and how far off they are. */
export interface CrossValidation {
  readonly learner: Learner;
  /** Mean of |prediction − latency| / latency over all rows, in percent. */
  readonly mapePercent: number;
  /** The prediction of each row by a model that was fitted without the row's group. */
  readonly predictions: Float64Array;
}

/**
 * Deals groups out to folds at random, as evenly as their sizes allow (largest first), and returns each row's fold. Rows of one
 * group (a configuration, a network) are never on both sides. There are fewer folds than asked for when there are fewer groups.
 */
export function groupedFolds(groups: readonly string[], foldCount: number, random: Random): Int32Array {
  const sizes = new Map<string, number>();
  for (const group of groups) sizes.set(group, (sizes.get(group) ?? 0) + 1);
  const names = [...sizes.keys()].sort();
  const order = shuffledIndices(names.length, random);
  const shuffled = Array.from(order, (index) => names[index] as string);
  shuffled.sort((a, b) => (sizes.get(b) ?? 0) - (sizes.get(a) ?? 0));
  const filled = new Array<number>(Math.min(foldCount, names.length)).fill(0);
  const foldOf = new Map<string, number>();
  for (const group of shuffled) {
    const emptiest = filled.indexOf(Math.min(...filled));
    filled[emptiest] = (filled[emptiest] as number) + (sizes.get(group) as number);
    foldOf.set(group, emptiest);
  }
  return Int32Array.from(groups, (group) => foldOf.get(group) as number);
}

/** Fits the learner once a fold, on all other folds, and predicts the fold. Needs at least two folds. */
export function crossValidate(
  learner: Learner,
  problem: TrainingProblem,
  folds: Int32Array,
  random: Random,
): CrossValidation {
  return crossValidateWhile(() => true, learner, problem, folds, random) as CrossValidation;
}

/**
 * Cross-validates every candidate on the same folds; the best comes first, and of equals the one named first. Where a candidate is named that
 * the others have to beat, they are given up, and not among the results, after the first fold by whose end they are further off than it is
 * on the same rows.
 */
export function rankLearners(
  candidates: readonly Learner[],
  problem: TrainingProblem,
  folds: Int32Array,
  random: Random,
  toBeat?: string,
): CrossValidation[] {
  const first = candidates.find(({ name }) => name === toBeat);
  const beaten = first && crossValidate(first, problem, folds, random.split(first.name));
  const results = candidates.flatMap((learner) => {
    if (learner === first && beaten !== undefined) return [beaten];
    const isHopeful = (predictions: Float64Array, fold: number) =>
      beaten === undefined || isCloserUpTo(fold, predictions, beaten.predictions);
    return crossValidateWhile(isHopeful, learner, problem, folds, random.split(learner.name)) ?? [];
  });
  return results.sort((a, b) => a.mapePercent - b.mapePercent);

  function isCloserUpTo(fold: number, predictions: Float64Array, others: Float64Array): boolean {
    const seen = rowsWhere(folds, (each) => each <= fold);
    const target = selectValues(problem.target, seen);
    const errorOf = (values: Float64Array) => meanAbsolutePercentageError(selectValues(values, seen), target);
    return errorOf(predictions) <= errorOf(others);
  }
}

/** `undefined` when a fold ends without hope. */
function crossValidateWhile(
  isHopeful: (predictions: Float64Array, fold: number) => boolean,
  learner: Learner,
  problem: TrainingProblem,
  folds: Int32Array,
  random: Random,
): CrossValidation | undefined {
  const foldCount = folds.reduce((most, fold) => Math.max(most, fold + 1), 0);
  const predictions = new Float64Array(problem.target.length);
  const row = new Float64Array(problem.table.columns.length);
  for (let fold = 0; fold < foldCount; fold++) {
    const model = learner.fit(
      selectProblem(
        problem,
        rowsWhere(folds, (other) => other !== fold),
      ),
      random.split(`fold ${fold}`),
    );
    for (const index of rowsWhere(folds, (other) => other === fold)) {
      readRow(problem.table, index, row);
      predictions[index] = model.predictRow(row);
    }
    if (!isHopeful(predictions, fold)) return undefined;
  }
  return { learner, mapePercent: meanAbsolutePercentageError(predictions, problem.target), predictions };
}

/** The rows of a problem at the given indices. */
export function selectProblem(problem: TrainingProblem, rows: Int32Array): TrainingProblem {
  return {
    table: selectRows(problem.table, rows),
    target: selectValues(problem.target, rows),
    ...(problem.weights !== undefined && { weights: selectValues(problem.weights, rows) }),
  };
}

function rowsWhere(folds: Int32Array, matches: (fold: number) => boolean): Int32Array {
  return Int32Array.from(folds.keys()).filter((row) => matches(folds[row] as number));
}
