import type { FeatureTable } from '../../model/feature-table.js';
import type { FittedModel } from '../../model/learner.js';
import {
  invalid,
  requireFloats,
  requireIndices,
  requireNumber,
  type ModelDocument,
} from '../../model/model-document.js';

/**
 * Trees laid end to end, a node a place in the arrays. An inner node sends a row to `children[node]` when the row's value of
 * `features[node]` is at most `numbers[node]`, else to the node after that. A leaf has feature −1 and its value in `numbers`.
 */
export interface TreeNodes {
  readonly roots: Int32Array;
  readonly features: Int32Array;
  readonly numbers: Float64Array;
  readonly children: Int32Array;
}

/** A sum of trees: base + the leaf of each tree that the row falls into. Boosted trees and forests alike. */
export class TreeEnsemble implements FittedModel {
  static readonly kind = 'tree-ensemble';

  constructor(
    readonly base: number,
    readonly nodes: TreeNodes,
  ) {}

  predictRow(row: Float64Array): number {
    const { roots, features, numbers, children } = this.nodes;
    let sum = this.base;
    for (let tree = 0; tree < roots.length; tree++) {
      let node = roots[tree] as number;
      let feature = features[node] as number;
      while (feature >= 0) {
        node = (children[node] as number) + ((row[feature] as number) <= (numbers[node] as number) ? 0 : 1);
        feature = features[node] as number;
      }
      sum += numbers[node] as number;
    }
    return sum;
  }

  toDocument(): ModelDocument {
    return { kind: TreeEnsemble.kind, scalars: { base: this.base }, arrays: { ...this.nodes }, children: {} };
  }

  /** Throws PREDICTOR_FILE_INVALID unless every node points forward, inside the arrays, and to features that exist. */
  static fromDocument(document: ModelDocument, featureCount: number): TreeEnsemble {
    const numbers = requireFloats(document, 'numbers');
    const count = numbers.length;
    const features = requireIndices(document, 'features', -1, featureCount, count);
    const children = requireIndices(document, 'children', 0, Math.max(1, count), count);
    const roots = requireIndices(document, 'roots', 0, count);
    for (let node = 0; node < count; node++) {
      const child = children[node] as number;
      if ((features[node] as number) >= 0 && (child <= node || child + 1 >= count)) {
        throw invalid(document, `node ${node} does not point forward`);
      }
    }
    return new TreeEnsemble(requireNumber(document, 'base'), { roots, features, numbers, children });
  }
}

/** Collects nodes while trees grow. */
export class TreeNodesBuilder {
  private readonly roots: number[] = [];
  /** The nodes so far are the first `count` of these, which are made twice as long when they are full. */
  private features = new Int32Array(256);
  private numbers = new Float64Array(256);
  private children = new Int32Array(256);
  private count = 0;

  beginTree(): number {
    const root = this.addLeaves(1);
    this.roots.push(root);
    return root;
  }

  /** Turns a leaf into an inner node and returns the left one of its two new leaves; the right one follows it. */
  split(node: number, feature: number, threshold: number): number {
    const left = this.addLeaves(2);
    this.features[node] = feature;
    this.numbers[node] = threshold;
    this.children[node] = left;
    return left;
  }

  setLeaf(node: number, value: number): void {
    this.numbers[node] = value;
  }

  /** The value of the leaf of the last tree that a row falls into. */
  valueInLastTree(table: FeatureTable, row: number): number {
    let node = this.roots.at(-1) as number;
    let feature = this.features[node] as number;
    while (feature >= 0) {
      const value = (table.columns[feature] as Float64Array)[row] as number;
      node = (this.children[node] as number) + (value <= (this.numbers[node] as number) ? 0 : 1);
      feature = this.features[node] as number;
    }
    return this.numbers[node] as number;
  }

  build(): TreeNodes {
    return {
      roots: Int32Array.from(this.roots),
      features: this.features.slice(0, this.count),
      numbers: this.numbers.slice(0, this.count),
      children: this.children.slice(0, this.count),
    };
  }

  /** Leaves of value 0, one after the other; the first of them. */
  private addLeaves(leaves: number): number {
    const first = this.count;
    this.count += leaves;
    if (this.count > this.features.length) this.makeRoom();
    for (let node = first; node < this.count; node++) this.features[node] = -1;
    return first;
  }

  private makeRoom(): void {
    const { features, numbers, children } = this;
    this.features = new Int32Array(2 * features.length);
    this.numbers = new Float64Array(2 * numbers.length);
    this.children = new Int32Array(2 * children.length);
    this.features.set(features);
    this.numbers.set(numbers);
    this.children.set(children);
  }
}
