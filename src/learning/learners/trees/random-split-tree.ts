import type { TrainingProblem } from '../../model/learner.js';
import type { TreeNodesBuilder } from './tree-ensemble.js';

export interface RandomSplitOptions {
  /** Fewest rows in a leaf. */
  readonly minRowsPerLeaf: number;
  /** How many features, drawn at random among those that vary in the leaf, are tried for each split. */
  readonly featuresPerSplit: number;
}

/**
 * Grows extremely randomised regression trees (Geurts, Ernst, Wehenkel 2006): for each split a threshold is drawn between the
 * smallest and largest value of each tried feature, and the division with the least squared error is taken. Most leaves that are tried
 * hold a row or two, which is where the time goes: of one there is nothing to divide, and of two any feature that tells them apart
 * divides them as well as any other.
 */
export class RandomSplitTreeGrower {
  private readonly order: Int32Array;
  private readonly scratch: Int32Array;
  private readonly features: Int32Array;
  private readonly target: Float64Array;
  private readonly weights: Float64Array;
  private readonly weighted: Float64Array;
  private readonly columns: readonly DrawingColumn[];
  /** Leaves still to be looked at, three numbers each: the node, and where its rows begin and end in the order. */
  private readonly open: Int32Array;
  /** Sums over the leaf at hand. */
  private leafWeight = 0;
  private leafSum = 0;
  /** The best division of the leaf at hand; the threshold is on the scale that it was drawn on. */
  private bestFeature = -1;
  private bestThreshold = 0;
  private bestScore = 0;

  constructor(
    problem: TrainingProblem,
    private readonly options: RandomSplitOptions,
    private readonly uniform: () => number,
  ) {
    const { rowCount, columns } = problem.table;
    this.order = Int32Array.from({ length: rowCount }, (_, row) => row);
    this.scratch = new Int32Array(rowCount);
    this.open = new Int32Array(3 * (rowCount + 1));
    this.features = Int32Array.from(columns.keys()).filter((feature) =>
      varies(columns[feature] as Float64Array),
    );
    this.target = problem.target;
    this.weights = problem.weights ?? new Float64Array(rowCount).fill(1);
    this.weighted = problem.target.map((value, row) => value * (this.weights[row] as number));
    this.columns = columns.map(drawingColumn);
  }

  /** Grows a tree on all rows; the values of its leaves are multiplied by `scale`. */
  grow(builder: TreeNodesBuilder, scale: number): void {
    const { open, order, target } = this;
    let last = this.push(0, builder.beginTree(), 0, order.length);
    while (last > 0) {
      const node = open[--last * 3] as number;
      const begin = open[last * 3 + 1] as number;
      const end = open[last * 3 + 2] as number;
      if (end - begin === 1) {
        builder.setLeaf(node, scale * (target[order[begin] as number] as number));
      } else if (this.sumLeaf(begin, end) && this.findSplit(begin, end)) {
        const { middle, threshold } = this.partition(begin, end);
        const left = builder.split(node, this.bestFeature, threshold);
        last = this.push(last, left, begin, middle);
        last = this.push(last, left + 1, middle, end);
      } else {
        builder.setLeaf(node, (scale * this.leafSum) / this.leafWeight);
      }
    }
  }

  private push(place: number, node: number, begin: number, end: number): number {
    this.open[place * 3] = node;
    this.open[place * 3 + 1] = begin;
    this.open[place * 3 + 2] = end;
    return place + 1;
  }

  /** True when the targets of the leaf differ. */
  private sumLeaf(begin: number, end: number): boolean {
    const { order, target, weights, weighted } = this;
    const first = target[order[begin] as number];
    let weight = 0;
    let sum = 0;
    let differs = false;
    for (let place = begin; place < end; place++) {
      const row = order[place] as number;
      weight += weights[row] as number;
      sum += weighted[row] as number;
      if (target[row] !== first) differs = true;
    }
    this.leafWeight = weight;
    this.leafSum = sum;
    return differs;
  }

  /** Tries features until enough of them vary; true when some division leaves enough rows on both sides. */
  private findSplit(begin: number, end: number): boolean {
    this.bestFeature = -1;
    this.bestScore = -Infinity;
    if (end - begin < 2 * this.options.minRowsPerLeaf) return false;
    const { features } = this;
    const enough = end - begin === 2 ? 1 : this.options.featuresPerSplit;
    let tried = 0;
    for (let left = features.length; left > 0 && tried < enough; left--) {
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
    const { values } = this.columns[feature] as DrawingColumn;
    const { order } = this;
    let low = Infinity;
    let high = -Infinity;
    for (let place = begin; place < end; place++) {
      const value = values[order[place] as number] as number;
      if (value < low) low = value;
      if (value > high) high = value;
    }
    if (low === high) return false;
    const drawn = low + this.uniform() * (high - low);
    this.score(values, feature, drawn < high ? drawn : low, begin, end);
    return true;
  }

  /** Least squares: the more Σ (sum of targets)² / (sum of weights) over both sides, the less error is left. */
  private score(values: Float64Array, feature: number, threshold: number, begin: number, end: number): void {
    const { order, weights, weighted } = this;
    let rows = 0;
    let weight = 0;
    let sum = 0;
    for (let place = begin; place < end; place++) {
      const row = order[place] as number;
      if ((values[row] as number) > threshold) continue;
      rows++;
      weight += weights[row] as number;
      sum += weighted[row] as number;
    }
    const { minRowsPerLeaf } = this.options;
    if (rows < minRowsPerLeaf || end - begin - rows < minRowsPerLeaf) return;
    const rest = this.leafSum - sum;
    const score = (sum * sum) / weight + (rest * rest) / (this.leafWeight - weight);
    if (score <= this.bestScore) return;
    this.bestScore = score;
    this.bestFeature = feature;
    this.bestThreshold = threshold;
  }

  /** Moves the rows that go left before the others; where the others begin, and the threshold on the feature's own scale. */
  private partition(begin: number, end: number): { middle: number; threshold: number } {
    const { values, column, logarithmic } = this.columns[this.bestFeature] as DrawingColumn;
    const { order, scratch, bestThreshold } = this;
    let left = begin;
    let right = 0;
    let highestLeft = -Infinity;
    let lowestRight = Infinity;
    for (let place = begin; place < end; place++) {
      const row = order[place] as number;
      const value = column[row] as number;
      if ((values[row] as number) <= bestThreshold) {
        order[left++] = row;
        if (value > highestLeft) highestLeft = value;
      } else {
        scratch[right++] = row;
        if (value < lowestRight) lowestRight = value;
      }
    }
    for (let place = 0; place < right; place++) order[left + place] = scratch[place] as number;
    const threshold = logarithmic ? Math.expm1(this.bestThreshold) : this.bestThreshold;
    const divides = threshold >= highestLeft && threshold < lowestRight;
    return { middle: left, threshold: divides ? threshold : highestLeft };
  }
}

/** A column, and its values on the scale on which thresholds are drawn. */
interface DrawingColumn {
  readonly column: Float64Array;
  readonly values: Float64Array;
  readonly logarithmic: boolean;
}

/** Sizes span decades, so their thresholds are drawn evenly in ln(1 + x); those of values that may be negative, as they are. */
function drawingColumn(column: Float64Array): DrawingColumn {
  const logarithmic = column.every((value) => value >= 0);
  return { column, values: logarithmic ? column.map(Math.log1p) : column, logarithmic };
}

function varies(column: Float64Array): boolean {
  return column.some((value) => value !== column[0]);
}
