import { LearningError } from '../errors.js';
import { gaussianProcess } from './gaussian-process.js';
import type { Learner } from '../model/learner.js';
import { elasticNet } from './linear/elastic-net.js';
import { nonNegativeLeastSquares } from './linear/non-negative.js';
import { neuralNetwork } from './neural-network.js';
import { onColumns } from './on-columns.js';
import { withLoss } from './loss.js';
import { roofline } from './roofline.js';
import { boosting } from './trees/boosting.js';
import { extraTrees, randomForest } from './trees/forest.js';

/** Learners of latency by name. `terms` are the features that take time in proportion: work done and bytes moved. */
const makers = {
  /** Lasso on plain features under relative error, as in the paper that this project implements. */
  lasso: () =>
    withLoss(elasticNet({ penaltyShare: 0.002, absoluteShare: 1, inputScale: 'plain' }), 'relative'),
  /** A product of powers of the features: linear in logarithms. */
  'power-law': () =>
    withLoss(
      elasticNet({ penaltyShare: 0.005, absoluteShare: 0.9, inputScale: 'logarithmic' }),
      'logarithmic',
    ),
  nnls: (terms: readonly string[]) => withLoss(onColumns(terms, nonNegativeLeastSquares()), 'relative'),
  forest: () => withLoss(treesOnBootstraps, 'logarithmic'),
  'extra-trees': () => withLoss(randomisedTrees, 'logarithmic'),
  boosting: () => withLoss(boostedTrees, 'logarithmic'),
  /** The combination that predicts unseen networks best. */
  roofline: (terms: readonly string[]) => roofline(terms, randomisedTrees),
  'roofline-boosting': (terms: readonly string[]) => roofline(terms, boostedTrees),
  'roofline-power-law': (terms: readonly string[]) =>
    roofline(terms, elasticNet({ penaltyShare: 0.02, absoluteShare: 0.5, inputScale: 'logarithmic' })),
  mlp: () => withLoss(perceptron, 'logarithmic'),
  'roofline-mlp': (terms: readonly string[]) => roofline(terms, perceptron),
  'gaussian-process': () => withLoss(process, 'logarithmic'),
  'roofline-gaussian-process': (terms: readonly string[]) => roofline(terms, process),
} as const satisfies Readonly<Record<string, (terms: readonly string[]) => Learner>>;

export type LearnerName = keyof typeof makers;

const treesOnBootstraps = randomForest({ trees: 100, minRowsPerLeaf: 1, featureShare: 0.4 });
const randomisedTrees = extraTrees({ trees: 40, minRowsPerLeaf: 1, featureShare: 0.25 });
const boostedTrees = boosting({
  trees: 200,
  learningRate: 0.1,
  maxLeaves: 12,
  minRowsPerLeaf: 2,
  ridge: 1,
  rowShare: 1,
  featureShare: 1,
});

const perceptron = neuralNetwork({
  hidden: [24, 16],
  epochs: 80,
  batchRows: 16,
  learningRate: 0.01,
  decay: 0.001,
});
const process = gaussianProcess({ mostPoints: 2000, steps: 30 });

/** Every name that {@link learnerNamed} knows. */
export const learnerNames: readonly LearnerName[] = Object.keys(makers) as LearnerName[];

/** Checks the name of a learner, or `auto`. Throws LEARNER_UNKNOWN, which lists the names, for any other. */
export function parseLearnerName(name: string): LearnerName | 'auto' {
  return name === 'auto' ? name : knownName(name);
}

/** A learner by name. Throws LEARNER_UNKNOWN, which lists the names, for any other. */
export function learnerNamed(name: string, terms: readonly string[]): Learner {
  const known = knownName(name);
  return { name: known, fit: (problem, random) => makers[known](terms).fit(problem, random) };
}

function knownName(name: string): LearnerName {
  const known = learnerNames.find((candidate) => candidate === name);
  if (known !== undefined) return known;
  throw new LearningError(
    'LEARNER_UNKNOWN',
    `There is no learner ${name}: choose auto, ${learnerNames.join(', ')}.`,
    { name },
  );
}
