import type { Random } from '../../random/random.js';
import { fastUniform } from '../../random/fast-random.js';
import { weightsOf, type Learner, type TrainingProblem } from '../../model/learner.js';
import { binTable } from './binned-table.js';
import { RandomSplitTreeGrower } from './random-split-tree.js';
import { TreeEnsemble, TreeNodesBuilder } from './tree-ensemble.js';
import { TreeGrower } from './tree-grower.js';

export interface ForestOptions {
  readonly trees: number;
  /** Fewest rows in a leaf. */
  readonly minRowsPerLeaf: number;
  /** Share of the features tried for each split, in (0, 1]. */
  readonly featureShare: number;
}

/** A random forest (Breiman 2001): the mean of trees grown to the full, each on a bootstrap sample of the rows. */
export function randomForest(options: ForestOptions): Learner<TreeEnsemble> {
  return { name: 'forest', fit: (problem, random) => fitRandomForest(problem, options, random) };
}

/** Extremely randomised trees: the mean of trees grown to the full on all rows, with thresholds drawn at random. */
export function extraTrees(options: ForestOptions): Learner<TreeEnsemble> {
  return { name: 'extra-trees', fit: (problem, random) => fitExtraTrees(problem, options, random) };
}

function fitRandomForest(problem: TrainingProblem, options: ForestOptions, random: Random): TreeEnsemble {
  const { table } = problem;
  const { trees, minRowsPerLeaf } = options;
  const splitting = { minRowsPerLeaf, ridge: 0, featuresPerSplit: featuresPerSplit(problem, options) };
  const grower = new TreeGrower(binTable(table), splitting, random);
  const curvatures = weightsOf(problem);
  const gradients = problem.target.map((value, row) => -value * (curvatures[row] as number));
  const builder = new TreeNodesBuilder();
  for (let tree = 0; tree < trees; tree++) {
    const rows = Int32Array.from({ length: table.rowCount }, () => random.integer(0, table.rowCount - 1));
    grower.grow(rows, { gradients, curvatures }, builder, 1 / trees, () => undefined);
  }
  return new TreeEnsemble(0, builder.build());
}

function fitExtraTrees(problem: TrainingProblem, options: ForestOptions, random: Random): TreeEnsemble {
  const { trees, minRowsPerLeaf } = options;
  const splitting = { minRowsPerLeaf, featuresPerSplit: featuresPerSplit(problem, options) };
  const grower = new RandomSplitTreeGrower(problem, splitting, fastUniform(random));
  const builder = new TreeNodesBuilder();
  for (let tree = 0; tree < trees; tree++) grower.grow(builder, 1 / trees);
  return new TreeEnsemble(0, builder.build());
}

function featuresPerSplit({ table }: TrainingProblem, { featureShare }: ForestOptions): number {
  return Math.max(1, Math.round(featureShare * table.columns.length));
}
