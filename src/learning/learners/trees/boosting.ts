import { weightedMean, weightsOf, type Learner, type TrainingProblem } from '../../model/learner.js';
import type { Random } from '../../random/random.js';
import { shuffledIndices } from '../../random/shuffled-indices.js';
import { binTable } from './binned-table.js';
import { TreeEnsemble, TreeNodesBuilder } from './tree-ensemble.js';
import { TreeGrower } from './tree-grower.js';

export interface BoostingOptions {
  readonly trees: number;
  /** Share of each tree's correction that is taken, in (0, 1]. */
  readonly learningRate: number;
  readonly maxLeaves: number;
  readonly minRowsPerLeaf: number;
  /** Shrinks the values of small leaves: added to the sum of a leaf's weights. */
  readonly ridge: number;
  /** Share of the rows, drawn without putting back, that each tree sees, in (0, 1]. */
  readonly rowShare: number;
  /** Share of the features tried for each split, in (0, 1]. */
  readonly featureShare: number;
  /** Features by name in which the prediction may only rise (1) or only fall (−1). */
  readonly monotone?: Readonly<Record<string, 1 | -1>>;
}

/** Gradient-boosted regression trees on histograms, for squared error (Friedman 2001; leaf-wise growth as in LightGBM). */
export function boosting(options: BoostingOptions): Learner {
  return { name: 'boosting', fit: (problem, random) => fitBoosting(problem, options, random) };
}

function fitBoosting(problem: TrainingProblem, options: BoostingOptions, random: Random): TreeEnsemble {
  const { table, target } = problem;
  const curvatures = weightsOf(problem);
  const base = weightedMean(target, curvatures);
  const gradients = target.map((value, row) => (base - value) * (curvatures[row] as number));
  const grower = new TreeGrower(binTable(table), treeOptions(table.names, options), random);
  const builder = new TreeNodesBuilder();
  const everyRow = Int32Array.from({ length: table.rowCount }, (_, row) => row);
  const order = everyRow.slice();
  const sampleSize = Math.max(1, Math.round(options.rowShare * table.rowCount));
  for (let tree = 0; tree < options.trees; tree++) {
    const rows =
      sampleSize < table.rowCount ? shuffledIndices(table.rowCount, random).subarray(0, sampleSize) : order;
    grower.grow(rows, { gradients, curvatures }, builder, options.learningRate, (value, begin, end) => {
      if (rows !== order) return;
      for (let place = begin; place < end; place++)
        addCorrection(gradients, curvatures, rows[place] as number, value);
    });
    if (rows === order) continue;
    for (const row of everyRow)
      addCorrection(gradients, curvatures, row, builder.valueInLastTree(table, row));
  }
  return new TreeEnsemble(base, builder.build());
}

function addCorrection(gradients: Float64Array, curvatures: Float64Array, row: number, value: number): void {
  gradients[row] = (gradients[row] as number) + value * (curvatures[row] as number);
}

function treeOptions(names: readonly string[], options: BoostingOptions) {
  const { maxLeaves, minRowsPerLeaf, ridge, featureShare, monotone } = options;
  return {
    maxLeaves,
    minRowsPerLeaf,
    ridge,
    ...(featureShare < 1 && { featuresPerSplit: Math.max(1, Math.round(featureShare * names.length)) }),
    ...(monotone !== undefined && { monotone: Int8Array.from(names, (name) => monotone[name] ?? 0) }),
  };
}
