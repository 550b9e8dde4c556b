import type { Random } from '../../random/random.js';
import { shuffledIndices } from '../../random/shuffled-indices.js';
import type { BinSums } from './bin-sums.js';
import type { BinnedTable } from './binned-table.js';

/** Sums over the rows of a leaf. */
export interface LeafSums {
  readonly gradient: number;
  readonly curvature: number;
  readonly rows: number;
}

/** Where to divide a leaf: rows whose bin of `feature` is at most `bin` go left. */
export interface Split {
  readonly feature: number;
  readonly bin: number;
  readonly threshold: number;
  readonly gain: number;
  readonly left: LeafSums;
  readonly right: LeafSums;
}

export interface SplitOptions {
  /** Fewest rows in a leaf. */
  readonly minRowsPerLeaf: number;
  /** Added to the curvature of a leaf: shrinks the values of small leaves. */
  readonly ridge: number;
  /** How many features, drawn at random among those that vary in the leaf, are tried for each split; all when left out. */
  readonly featuresPerSplit?: number;
  /** By feature: 1 where the prediction may not fall as the feature rises, −1 where it may not rise, else 0. */
  readonly monotone?: Int8Array;
}

/** Gains below this share of the leaf's own score are rounding errors. */
const leastGainShare = 1e-12;

/** The value that minimises the loss in a leaf. */
export function leafValue(sums: LeafSums, ridge: number): number {
  return -sums.gradient / (sums.curvature + ridge);
}

/** Finds the best division of a leaf. */
export class SplitSearch {
  constructor(
    private readonly table: BinnedTable,
    private readonly options: SplitOptions,
    private readonly random: Random,
  ) {}

  /** The division with the largest gain, `undefined` when none gains anything. `fill` puts a feature's sums into `sums`. */
  best(leaf: LeafSums, sums: BinSums, fill: (feature: number) => void): Split | undefined {
    const { featuresPerSplit = Infinity } = this.options;
    const { featureCount } = this.table;
    const order = featuresPerSplit < featureCount ? shuffledIndices(featureCount, this.random) : undefined;
    let best: Split | undefined;
    let gainToBeat = leastGainShare * (leaf.gradient ** 2 / (leaf.curvature + this.options.ridge));
    for (let place = 0, tried = 0; place < featureCount && tried < featuresPerSplit; place++) {
      const feature = order === undefined ? place : (order[place] as number);
      fill(feature);
      if (sums.count < 2) continue;
      tried++;
      const found = this.atBestThreshold(leaf, feature, sums, gainToBeat);
      if (found === undefined) continue;
      best = found;
      gainToBeat = found.gain;
    }
    return best;
  }

  private atBestThreshold(
    leaf: LeafSums,
    feature: number,
    sums: BinSums,
    gainToBeat: number,
  ): Split | undefined {
    const { minRowsPerLeaf, ridge } = this.options;
    const direction = this.options.monotone?.[feature] ?? 0;
    const leafScore = leaf.gradient ** 2 / (leaf.curvature + ridge);
    let bestGain = gainToBeat;
    let bestBin = -1;
    let bestGradient = 0;
    let bestCurvature = 0;
    let bestRows = 0;
    let gradient = 0;
    let curvature = 0;
    let rows = 0;
    for (let place = 0; place < sums.count - 1; place++) {
      gradient += sums.gradients[place] as number;
      curvature += sums.curvatures[place] as number;
      rows += sums.rows[place] as number;
      if (rows < minRowsPerLeaf) continue;
      if (leaf.rows - rows < minRowsPerLeaf) break;
      const rest = leaf.gradient - gradient;
      const left = gradient / (curvature + ridge);
      const right = rest / (leaf.curvature - curvature + ridge);
      const gain = gradient * left + rest * right - leafScore;
      // The leaves' values are the negatives of these: a prediction that may not fall wants the left one not the smaller.
      if (gain <= bestGain || direction * (left - right) < 0) continue;
      bestGain = gain;
      bestBin = sums.bins[place] as number;
      bestGradient = gradient;
      bestCurvature = curvature;
      bestRows = rows;
    }
    if (bestBin < 0) return undefined;
    const left = { gradient: bestGradient, curvature: bestCurvature, rows: bestRows };
    const threshold = (this.table.thresholds[feature] as Float64Array)[bestBin] as number;
    return { feature, bin: bestBin, threshold, gain: bestGain, left, right: remainder(leaf, left) };
  }
}

function remainder(leaf: LeafSums, part: LeafSums): LeafSums {
  return {
    gradient: leaf.gradient - part.gradient,
    curvature: leaf.curvature - part.curvature,
    rows: leaf.rows - part.rows,
  };
}
