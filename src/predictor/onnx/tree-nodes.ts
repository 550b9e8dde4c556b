import {
  invalid,
  requireFloats,
  requireIndices,
  requireNumber,
  type ModelDocument,
} from '../../learning/model/model-document.js';
import type { OnnxAttribute } from './messages.js';

/** A node of a tree, in the terms of TreeEnsembleRegressor. */
interface FlatNode {
  readonly tree: number;
  readonly node: number;
  /** −1 for a leaf. */
  readonly feature: number;
  /** Threshold, or the value of a leaf. */
  readonly number: number;
  readonly left: number;
}

/** The attributes of TreeEnsembleRegressor (ai.onnx.ml, opset 3) for a tree-ensemble document, all in float64. */
export function treeEnsembleAttributes(document: ModelDocument): Readonly<Record<string, OnnxAttribute>> {
  const nodes = flatNodes(document);
  const leaves = nodes.filter(({ feature }) => feature < 0);
  const inner = (value: (node: FlatNode) => number) =>
    nodes.map((node) => (node.feature < 0 ? 0 : value(node)));
  return {
    n_targets: 1,
    aggregate_function: 'SUM',
    post_transform: 'NONE',
    base_values_as_tensor: doubles([requireNumber(document, 'base')]),
    nodes_treeids: nodes.map(({ tree }) => tree),
    nodes_nodeids: nodes.map(({ node }) => node),
    nodes_modes: nodes.map(({ feature }) => (feature < 0 ? 'LEAF' : 'BRANCH_LEQ')),
    nodes_featureids: inner(({ feature }) => feature),
    nodes_values_as_tensor: doubles(inner(({ number }) => number)),
    nodes_truenodeids: inner(({ left }) => left),
    nodes_falsenodeids: inner(({ left }) => left + 1),
    target_treeids: leaves.map(({ tree }) => tree),
    target_nodeids: leaves.map(({ node }) => node),
    target_ids: leaves.map(() => 0),
    target_weights_as_tensor: doubles(leaves.map(({ number }) => number)),
  };
}

/** Every node of every tree, parents before children. Throws PREDICTOR_FILE_INVALID when two parents share a node. */
function flatNodes(document: ModelDocument): FlatNode[] {
  const numbers = requireFloats(document, 'numbers');
  const features = requireIndices(document, 'features', -1, 2 ** 31, numbers.length);
  const children = requireIndices(document, 'children', 0, Math.max(1, numbers.length), numbers.length);
  const roots = requireIndices(document, 'roots', 0, numbers.length);
  const seen = new Set<number>();
  const nodes: FlatNode[] = [];
  const visit = (tree: number, root: number): void => {
    const waiting = [root];
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      if (seen.has(index)) throw invalid(document, `node ${index} has two parents`);
      seen.add(index);
      const feature = features[index] as number;
      const left = (children[index] as number) - root;
      nodes.push({ tree, node: index - root, feature, number: numbers[index] as number, left });
      if (feature >= 0) waiting.push(root + left + 1, root + left);
    }
  };
  roots.forEach((root, tree) => {
    visit(tree, root);
  });
  return nodes;
}

function doubles(values: readonly number[]): OnnxAttribute {
  return { type: 'float64', shape: [values.length], values };
}
