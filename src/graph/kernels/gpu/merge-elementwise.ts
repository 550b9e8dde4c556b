import { linkMark } from './link.js';
import type { GpuGraph, GpuNode } from './node.js';

/**
 * Merges chains of elementwise operations into one before they are linked to their producer (`MergeElementwiseNodes` in
 * gpu_model.cc, recent versions only). Besides chains, two-input operations merge when both inputs come, through at most one
 * elementwise operation each, from the same value: `x · sigmoid(x)` then reads x once and can be linked to what produces x.
 */
export function mergeElementwise(graph: GpuGraph): void {
  const uses = new Uint32Array(graph.shapes.length);
  for (const node of graph.nodes) for (const value of node.inputs) uses[value] = (uses[value] ?? 0) + 1;
  const producers = new Map<number, GpuNode>();
  const merged = new Set<GpuNode>();

  /** The elementwise operation that writes a value which only one node reads. */
  const simpleProducer = (value: number): GpuNode | undefined => {
    const node = producers.get(value);
    const simple = node?.linkable === true && node.inputs.length === 1 && node.outputs.length === 1;
    return simple && uses[value] === 1 && !graph.outputs.has(value) ? node : undefined;
  };

  for (const node of graph.nodes) {
    if (node.linkable && node.outputs.length === 1) {
      const absorbed =
        node.inputs.length === 1 ? mergeChain(node, simpleProducer) : mergeDiamond(node, simpleProducer);
      for (const producer of absorbed) merged.add(producer);
    }
    for (const value of node.outputs) producers.set(value, node);
  }
  graph.nodes = graph.nodes.filter((node) => !merged.has(node));
}

type ProducerOf = (value: number) => GpuNode | undefined;

function mergeChain(root: GpuNode, simpleProducer: ProducerOf): GpuNode[] {
  const producer = simpleProducer(root.inputs[0] as number);
  return producer === undefined ? [] : absorb(root, [producer], producer.inputs[0] as number);
}

function mergeDiamond(root: GpuNode, simpleProducer: ProducerOf): GpuNode[] {
  const [left, right, ...others] = root.inputs;
  if (left === undefined || right === undefined || others.length > 0) return [];
  const onLeft = simpleProducer(left);
  const onRight = simpleProducer(right);
  if (onLeft !== undefined && onRight !== undefined && onLeft.inputs[0] === onRight.inputs[0]) {
    return absorb(root, [onLeft, onRight], onLeft.inputs[0] as number);
  }
  if (onLeft?.inputs[0] === right) return absorb(root, [onLeft], right);
  if (onRight?.inputs[0] === left) return absorb(root, [onRight], left);
  return [];
}

function absorb(root: GpuNode, producers: GpuNode[], input: number): GpuNode[] {
  root.type = [...producers.map((producer) => producer.type), root.type].join(linkMark);
  root.operationIndices = [
    ...producers.flatMap((producer) => producer.operationIndices),
    ...root.operationIndices,
  ];
  root.inputs = [input];
  return producers;
}
