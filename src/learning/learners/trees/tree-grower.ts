import type { Random } from '../../random/random.js';
import { BinSums } from './bin-sums.js';
import type { BinnedTable } from './binned-table.js';
import { HistogramMaker, type Derivatives, type Histogram } from './histogram.js';
import { leafValue, SplitSearch, type LeafSums, type Split, type SplitOptions } from './split-search.js';
import type { TreeNodesBuilder } from './tree-ensemble.js';

export interface TreeOptions extends SplitOptions {
  /** Most leaves of a tree, the most useful split first; without limit when left out. */
  readonly maxLeaves?: number;
  /** Most splits between the root and a leaf; without limit when left out. */
  readonly maxDepth?: number;
}

/** Told of every finished leaf: its value, and its rows as places begin … end − 1 of the row order. */
export type LeafListener = (value: number, begin: number, end: number) => void;

/** Leaves of at least this many rows keep a histogram, from which a child's is had by subtraction; smaller ones count anew. */
const histogramRows = 256;

interface OpenLeaf {
  readonly node: number;
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  readonly sums: LeafSums;
  readonly histogram: Histogram | undefined;
  readonly split: Split | undefined;
  /** Bounds that monotone splits above put on the leaf's value. */
  readonly lower: number;
  readonly upper: number;
}

/** Grows regression trees on one binned table. */
export class TreeGrower {
  private readonly histograms: HistogramMaker;
  private readonly search: SplitSearch;
  private readonly sums: BinSums;
  private readonly scratch: Int32Array;
  private derivatives: Derivatives = { gradients: new Float64Array(0), curvatures: new Float64Array(0) };

  constructor(
    private readonly table: BinnedTable,
    private readonly options: TreeOptions,
    random: Random,
  ) {
    this.histograms = new HistogramMaker(table);
    this.search = new SplitSearch(table, options, random);
    this.sums = new BinSums(table, () => this.derivatives);
    this.scratch = new Int32Array(table.rowCount);
  }

  /** Grows a tree on `rows`, whose order it changes so that the rows of a leaf stand together. Leaf values are scaled. */
  grow(
    rows: Int32Array,
    derivatives: Derivatives,
    builder: TreeNodesBuilder,
    scale: number,
    onLeaf: LeafListener,
  ): void {
    this.derivatives = derivatives;
    const open = [this.rootLeaf(rows, builder.beginTree())];
    let leaves = 1;
    for (let leaf = this.take(open); leaf !== undefined; leaf = this.take(open)) {
      if (leaf.split === undefined || leaves >= (this.options.maxLeaves ?? Infinity)) {
        const value = scale * this.boundedValue(leaf);
        builder.setLeaf(leaf.node, value);
        onLeaf(value, leaf.begin, leaf.end);
        if (leaf.histogram !== undefined) this.histograms.release(leaf.histogram);
      } else {
        open.push(...this.divide(leaf, leaf.split, rows, builder));
        leaves++;
      }
    }
  }

  private rootLeaf(rows: Int32Array, node: number): OpenLeaf {
    let gradient = 0;
    let curvature = 0;
    for (const row of rows) {
      gradient += this.derivatives.gradients[row] as number;
      curvature += this.derivatives.curvatures[row] as number;
    }
    const sums = { gradient, curvature, rows: rows.length };
    const histogram =
      rows.length >= histogramRows ? this.histograms.make(rows, 0, rows.length, this.derivatives) : undefined;
    const bounds = { lower: -Infinity, upper: Infinity };
    return this.openLeaf(rows, { node, begin: 0, end: rows.length, depth: 0, sums, histogram, ...bounds });
  }

  private openLeaf(rows: Int32Array, leaf: Omit<OpenLeaf, 'split'>): OpenLeaf {
    const { maxDepth = Infinity, minRowsPerLeaf } = this.options;
    const divisible = leaf.depth < maxDepth && leaf.sums.rows >= 2 * minRowsPerLeaf;
    if (!divisible) return { ...leaf, split: undefined };
    const { histogram, begin, end } = leaf;
    const fill =
      histogram === undefined
        ? (feature: number) => this.sums.fillFromRows(rows, begin, end, feature)
        : (feature: number) => this.sums.fillFromHistogram(histogram, feature);
    return { ...leaf, split: this.search.best(leaf.sums, this.sums, fill) };
  }

  /** The open leaf whose split gains most; the last one where every leaf will be split anyway. */
  private take(open: OpenLeaf[]): OpenLeaf | undefined {
    if (this.options.maxLeaves === undefined) return open.pop();
    let best = 0;
    for (let index = 1; index < open.length; index++) {
      if (((open[index] as OpenLeaf).split?.gain ?? 0) > ((open[best] as OpenLeaf).split?.gain ?? 0))
        best = index;
    }
    return open.splice(best, 1)[0];
  }

  private divide(
    leaf: OpenLeaf,
    split: Split,
    rows: Int32Array,
    builder: TreeNodesBuilder,
  ): [OpenLeaf, OpenLeaf] {
    const middle = this.partition(rows, leaf.begin, leaf.end, split);
    const leftNode = builder.split(leaf.node, split.feature, split.threshold);
    const histograms = this.childHistograms(leaf, rows, middle);
    const bounds = this.childBounds(leaf, split);
    const depth = leaf.depth + 1;
    return [
      this.openLeaf(rows, {
        node: leftNode,
        begin: leaf.begin,
        end: middle,
        depth,
        sums: split.left,
        histogram: histograms.left,
        ...bounds.left,
      }),
      this.openLeaf(rows, {
        node: leftNode + 1,
        begin: middle,
        end: leaf.end,
        depth,
        sums: split.right,
        histogram: histograms.right,
        ...bounds.right,
      }),
    ];
  }

  /** Counts the smaller child and has the larger one by subtraction; children too small for a histogram get none. */
  private childHistograms(
    leaf: OpenLeaf,
    rows: Int32Array,
    middle: number,
  ): Record<'left' | 'right', Histogram | undefined> {
    const { histogram, begin, end } = leaf;
    if (histogram === undefined) return { left: undefined, right: undefined };
    const leftIsSmaller = middle - begin <= end - middle;
    const smallerRows = Math.min(middle - begin, end - middle);
    if (Math.max(middle - begin, end - middle) < histogramRows) {
      this.histograms.release(histogram);
      return { left: undefined, right: undefined };
    }
    const smaller = leftIsSmaller
      ? this.histograms.make(rows, begin, middle, this.derivatives)
      : this.histograms.make(rows, middle, end, this.derivatives);
    const larger = this.histograms.subtract(histogram, smaller);
    const kept = smallerRows >= histogramRows ? smaller : undefined;
    if (kept === undefined) this.histograms.release(smaller);
    return leftIsSmaller ? { left: kept, right: larger } : { left: larger, right: kept };
  }

  /** Moves the rows that go left before those that go right, keeping their order, and returns where the right ones begin. */
  private partition(rows: Int32Array, begin: number, end: number, split: Split): number {
    const bins = this.table.bins[split.feature] as Uint8Array;
    let left = begin;
    let right = 0;
    for (let place = begin; place < end; place++) {
      const row = rows[place] as number;
      if ((bins[row] as number) <= split.bin) rows[left++] = row;
      else this.scratch[right++] = row;
    }
    rows.set(this.scratch.subarray(0, right), left);
    return left;
  }

  private childBounds(leaf: OpenLeaf, split: Split) {
    const { lower, upper } = leaf;
    const direction = this.options.monotone?.[split.feature] ?? 0;
    if (direction === 0) return { left: { lower, upper }, right: { lower, upper } };
    const { ridge } = this.options;
    const middle = clamp((leafValue(split.left, ridge) + leafValue(split.right, ridge)) / 2, lower, upper);
    const below = { lower, upper: middle };
    const above = { lower: middle, upper };
    return direction > 0 ? { left: below, right: above } : { left: above, right: below };
  }

  private boundedValue(leaf: OpenLeaf): number {
    return clamp(leafValue(leaf.sums, this.options.ridge), leaf.lower, leaf.upper);
  }
}

function clamp(value: number, lower: number, upper: number): number {
  return Math.min(upper, Math.max(lower, value));
}
