import type { TrainingProblem } from '../learner.js';
import type { TreeNodesBuilder } from './tree-ensemble.js';

export interface RandomSplitOptions {
  /** Fewest rows in a leaf. */
  readonly minRowsPerLeaf: number;
  /** How many features, drawn at random among those that vary in the leaf, are tried for each split. */
  readonly featuresPerSplit: number;
}

/** Rows begin … end − 1 of the order stand in the leaf `node`. */
interface OpenLeaf {
  readonly node: number;
  readonly begin: number;
  readonly end: number;
}

/**
 * Grows extremely randomised regression trees (Geurts, Ernst, Wehenkel 2006): for each split a threshold is drawn between the
 * smallest and largest value of each tried feature, and the division with the least squared error is taken.
 */
export class RandomSplitTreeGrower {
  private readonly order: Int32Array;
  private readonly scratch: Int32Array;
  private readonly features: Int32Array;
  private readonly weights: Float64Array;
  /** The best division of the leaf at hand. */
  private bestFeature = -1;
  private bestThreshold = 0;
  private bestScore = 0;

  constructor(
    private readonly problem: TrainingProblem,
    private readonly options: RandomSplitOptions,
    private readonly uniform: () => number,
  ) {
    const { rowCount, columns } = problem.table;
    this.order = Int32Array.from({ length: rowCount }, (_, row) => row);
    this.scratch = new Int32Array(rowCount);
    this.features = Int32Array.from({ length: columns.length }, (_, feature) => feature);
    this.weights = problem.weights ?? new Float64Array(rowCount).fill(1);
  }

  /** Grows a tree on all rows; the values of its leaves are multiplied by `scale`. */
  grow(builder: TreeNodesBuilder, scale: number): void {
    const open: OpenLeaf[] = [{ node: builder.beginTree(), begin: 0, end: this.order.length }];
    for (let leaf = open.pop(); leaf !== undefined; leaf = open.pop()) {
      const { node, begin, end } = leaf;
      if (this.findSplit(begin, end)) {
        const left = builder.split(node, this.bestFeature, this.bestThreshold);
        const middle = this.partition(begin, end);
        open.push({ node: left, begin, end: middle }, { node: left + 1, begin: middle, end });
      } else {
        builder.setLeaf(node, scale * this.mean(begin, end));
      }
    }
  }

  /** Tries features until enough of them vary; true when some division leaves enough rows on both sides. */
  private findSplit(begin: number, end: number): boolean {
    this.bestFeature = -1;
    this.bestScore = -Infinity;
    if (end - begin < 2 * this.options.minRowsPerLeaf || !this.targetVaries(begin, end)) return false;
    const { features } = this;
    let tried = 0;
    for (let left = features.length; left > 0 && tried < this.options.featuresPerSplit; left--) {
      const chosen = Math.floor(this.uniform() * left);
      const feature = features[chosen] as number;
      features[chosen] = features[left - 1] as number;
      features[left - 1] = feature;
      if (this.tryFeature(feature, begin, end)) tried++;
    }
    return this.bestFeature >= 0;
  }

  /** False when the feature does not vary in the leaf. */
  private tryFeature(feature: number, begin: number, end: number): boolean {
    const column = this.problem.table.columns[feature] as Float64Array;
    let low = Infinity;
    let high = -Infinity;
    for (let place = begin; place < end; place++) {
      const value = column[this.order[place] as number] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low === high) return false;
    this.score(column, feature, thresholdBetween(low, high, this.uniform()), begin, end);
    return true;
  }

  /** Least squares: the more Σ (sum of targets)² / (sum of weights) over both sides, the less error is left. */
  private score(column: Float64Array, feature: number, threshold: number, begin: number, end: number): void {
    const { target } = this.problem;
    let leftRows = 0;
    let leftWeight = 0;
    let leftSum = 0;
    let weight = 0;
    let sum = 0;
    for (let place = begin; place < end; place++) {
      const row = this.order[place] as number;
      const rowWeight = this.weights[row] as number;
      const weighted = rowWeight * (target[row] as number);
      weight += rowWeight;
      sum += weighted;
      if ((column[row] as number) <= threshold) {
        leftRows++;
        leftWeight += rowWeight;
        leftSum += weighted;
      }
    }
    const { minRowsPerLeaf } = this.options;
    if (leftRows < minRowsPerLeaf || end - begin - leftRows < minRowsPerLeaf) return;
    const score = (leftSum * leftSum) / leftWeight + (sum - leftSum) ** 2 / (weight - leftWeight);
    if (score <= this.bestScore) return;
    this.bestScore = score;
    this.bestFeature = feature;
    this.bestThreshold = threshold;
  }

  /** Moves the rows that go left before the others and returns where the others begin. */
  private partition(begin: number, end: number): number {
    const column = this.problem.table.columns[this.bestFeature] as Float64Array;
    let left = begin;
    let right = 0;
    for (let place = begin; place < end; place++) {
      const row = this.order[place] as number;
      if ((column[row] as number) <= this.bestThreshold) this.order[left++] = row;
      else this.scratch[right++] = row;
    }
    this.order.set(this.scratch.subarray(0, right), left);
    return left;
  }

  private targetVaries(begin: number, end: number): boolean {
    const { target } = this.problem;
    const first = target[this.order[begin] as number];
    for (let place = begin + 1; place < end; place++) {
      if (target[this.order[place] as number] !== first) return true;
    }
    return false;
  }

  private mean(begin: number, end: number): number {
    let weight = 0;
    let sum = 0;
    for (let place = begin; place < end; place++) {
      const row = this.order[place] as number;
      weight += this.weights[row] as number;
      sum += (this.weights[row] as number) * (this.problem.target[row] as number);
    }
    return sum / weight;
  }
}

/**
 * A threshold at least `low` and below `high`. Sizes span decades, so it is drawn evenly on the scale of ln(1 + x); for values that
 * may be negative, evenly as they are.
 */
function thresholdBetween(low: number, high: number, share: number): number {
  const drawn =
    low < 0
      ? low + share * (high - low)
      : Math.expm1(Math.log1p(low) + share * (Math.log1p(high) - Math.log1p(low)));
  return drawn >= low && drawn < high ? drawn : low;
}
