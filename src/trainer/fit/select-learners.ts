import { learnerNamed, type LearnerName } from '../../learning/learners/catalogue.js';
import type { Random } from '../../learning/random/random.js';
import {
  groupedFolds,
  rankLearners,
  type CrossValidation,
} from '../../learning/validation/cross-validation.js';
import { rooflineTerms } from '../../predictor/features/roofline-terms.js';
import { pooledGroup } from '../../predictor/kernels/kernel-predictor.js';
import { problemOf, type KernelGroupRows } from '../material/latency-rows.js';

const foldCount = 4;

/**
 * What is taken unless another learner is clearly better: held-out configurations have near relatives among the others, which unseen
 * networks' need not have, and there the prior pays.
 */
const preferred: LearnerName = 'roofline';
/** Another learner must come down to this share of the preferred one's error. */
const clearlyBetter = 0.8;

/** What is tried where the caller names no learner, from the stiffest to the most flexible. */
const candidates: readonly LearnerName[] = [
  'nnls',
  'power-law',
  'roofline-power-law',
  'roofline',
  'extra-trees',
];
/** Learner of all groups together: it must extrapolate to kernels of groups it has never seen. */
const pooledLearner: LearnerName = 'roofline-power-law';

/** The learner of one kernel group, and how it did on configurations it was not fitted on. */
export interface LearnerChoice {
  readonly kernelGroup: string;
  readonly learner: LearnerName;
  /** Prediction of each row by a model fitted without it; absent when there were too few rows to hold any out. */
  readonly heldOutUs?: Float64Array;
  /** Cross-validated error of each learner that was tried to the end, in percent. */
  readonly mapePercent: Readonly<Record<string, number>>;
}

/**
 * The learner of the given name with its cross-validated error, or, for `auto`, the one that does best in cross-validation
 * grouped by configuration, in doubt the one with a roofline prior. All groups together always get the same one.
 */
export function chooseLearner(
  rows: KernelGroupRows,
  learner: LearnerName | 'auto',
  random: Random,
): LearnerChoice {
  const { kernelGroup, configurations, table } = rows;
  const wanted = kernelGroup === pooledGroup ? pooledLearner : learner;
  const names = wanted === 'auto' ? candidates : [wanted];
  const [first = pooledLearner] = names;
  if (configurations.length < foldCount) return { kernelGroup, learner: first, mapePercent: {} };
  const terms = rooflineTerms(table.names);
  const learners = names.map((name) => learnerNamed(name, terms));
  const folds = groupedFolds(configurations, foldCount, random.split('folds'));
  const ranked = rankLearners(
    ...([learners, problemOf(rows), folds, random.split('cross-validation')] as const),
    preferred,
  );
  const best = choose(ranked);
  return {
    kernelGroup,
    learner: best.learner.name as LearnerName,
    heldOutUs: best.predictions,
    mapePercent: Object.fromEntries(ranked.map((result) => [result.learner.name, result.mapePercent])),
  };
}

function choose(ranked: readonly CrossValidation[]): CrossValidation {
  const best = ranked[0] as CrossValidation;
  const stiff = ranked.find(({ learner }) => learner.name === preferred);
  return stiff === undefined || best.mapePercent < clearlyBetter * stiff.mapePercent ? best : stiff;
}
