import type { Random } from '../platform/random.js';
import { learnerNamed, type LearnerName } from './learners/catalogue.js';
import type { FittedModel, Learner, TrainingProblem } from './learners/learner.js';
import type { KernelGroupRows } from './latency-rows.js';
import { groupedFolds, rankLearners } from './model-selection.js';
import { rooflineTerms } from './roofline-terms.js';

const foldCount = 5;

/** What is tried where the caller names no learner, from the stiffest to the most flexible. */
const candidates: readonly LearnerName[] = [
  'nnls',
  'power-law',
  'roofline-power-law',
  'roofline-extra-trees',
  'extra-trees',
];

/** A model of one kernel group and how it did on configurations it was not fitted on. */
export interface FittedGroup {
  readonly learner: string;
  readonly model: FittedModel;
  /** Prediction of each row by a model fitted without it; absent when there were too few rows to hold any out. */
  readonly heldOutUs: Float64Array | undefined;
  /** Cross-validated error of each learner tried, in percent. */
  readonly mapePercent: Readonly<Record<string, number>>;
}

/** Fits the learner of the given name, or, for `auto`, the one that does best in cross-validation grouped by configuration. */
export function fitKernelGroup(
  rows: KernelGroupRows,
  learner: LearnerName | 'auto',
  random: Random,
): FittedGroup {
  const problem = { table: rows.table, target: rows.latencyUs };
  const terms = rooflineTerms(rows.table.names);
  const names = learner === 'auto' ? candidates : [learner];
  const learners = names.map((name) => learnerNamed(name, terms));
  if (rows.configurations.length < foldCount) return fitFew(learners[0] as Learner, problem, random);
  const folds = groupedFolds(rows.configurations, foldCount, random.split('folds'));
  const ranked = rankLearners(learners, problem, folds, random.split('cross-validation'));
  const best = ranked[0] as (typeof ranked)[number];
  return {
    learner: best.learner.name,
    model: best.learner.fit(problem, random.split('fit')),
    heldOutUs: best.predictions,
    mapePercent: Object.fromEntries(ranked.map((result) => [result.learner.name, result.mapePercent])),
  };
}

function fitFew(learner: Learner, problem: TrainingProblem, random: Random): FittedGroup {
  return {
    learner: learner.name,
    model: learner.fit(problem, random.split('fit')),
    heldOutUs: undefined,
    mapePercent: {},
  };
}
