import { weightsOf, type Learner, type TrainingProblem } from '../learner.js';
import type { Random } from '../../../platform/random.js';
import { binTable } from './binned-table.js';
import { TreeEnsemble, TreeNodesBuilder } from './tree-ensemble.js';
import { TreeGrower } from './tree-grower.js';

export interface ForestOptions {
  readonly trees: number;
  /** Fewest rows in a leaf. */
  readonly minRowsPerLeaf: number;
  /** Share of the features tried for each split, in (0, 1]. */
  readonly featureShare: number;
  /**
   * `best-split`: a random forest (Breiman 2001), each tree on a bootstrap sample. `random-split`: extremely randomised trees
   * (Geurts, Ernst, Wehenkel 2006), each on all rows with thresholds drawn at random.
   */
  readonly variant: 'best-split' | 'random-split';
}

/** A forest of regression trees: the mean of many trees grown to the full on randomised data or with randomised splits. */
export function forest(options: ForestOptions): Learner {
  return {
    name: options.variant === 'best-split' ? 'forest' : 'extra-trees',
    fit: (problem, random) => fitForest(problem, options, random),
  };
}

function fitForest(problem: TrainingProblem, options: ForestOptions, random: Random): TreeEnsemble {
  const { table } = problem;
  const featuresPerSplit = Math.max(1, Math.round(options.featureShare * table.columns.length));
  const randomThresholds = options.variant === 'random-split';
  const { minRowsPerLeaf } = options;
  const grower = new TreeGrower(
    binTable(table),
    { minRowsPerLeaf, ridge: 0, featuresPerSplit, randomThresholds },
    random,
  );
  const curvatures = weightsOf(problem);
  const gradients = problem.target.map((value, row) => -value * (curvatures[row] as number));
  const builder = new TreeNodesBuilder();
  for (let tree = 0; tree < options.trees; tree++) {
    const rows = Int32Array.from({ length: table.rowCount }, (_, row) =>
      randomThresholds ? row : random.integer(0, table.rowCount - 1),
    );
    grower.grow(rows, { gradients, curvatures }, builder, 1 / options.trees, () => undefined);
  }
  return new TreeEnsemble(0, builder.build());
}
