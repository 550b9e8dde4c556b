import type { GpuGraph, GpuNode } from './node.js';

/** What stands between the names of linked operations in a kernel's name. */
export const linkMark = '_linked_:_';

/**
 * Links every elementwise operation to the kernel that produces its first input, so that both run in one launch
 * (`GpuModel`'s MergeNodes, the same in all versions). A reader is linked when it is the only one, reads the value as its
 * first input, writes one value, and when all else that it reads exists before the producer runs. Chains link too.
 */
export function linkElementwise(graph: GpuGraph): void {
  const { nodes } = graph;
  const readers = readersByValue(graph);
  const writtenBy = new Int32Array(graph.shapes.length).fill(-1);
  nodes.forEach((node, index) => node.outputs.forEach((value) => (writtenBy[value] = index)));
  const linked = new Set<GpuNode>();
  nodes.forEach((node, index) => {
    if (linked.has(node)) return;
    for (;;) {
      const reader = linkableReader(graph, node, index, readers, writtenBy);
      if (reader === undefined) return;
      absorb(node, reader);
      linked.add(reader);
      for (const value of reader.outputs) writtenBy[value] = index;
    }
  });
  graph.nodes = nodes.filter((node) => !linked.has(node));
}

interface Reader {
  readonly node: GpuNode;
  readonly position: number;
}

function readersByValue(graph: GpuGraph): Reader[][] {
  const readers: Reader[][] = Array.from({ length: graph.shapes.length }, () => []);
  for (const node of graph.nodes) {
    node.inputs.forEach((value, position) => readers[value]?.push({ node, position }));
  }
  return readers;
}

function linkableReader(
  graph: GpuGraph,
  node: GpuNode,
  index: number,
  readers: readonly (readonly Reader[])[],
  writtenBy: Int32Array,
): GpuNode | undefined {
  const [output] = node.outputs;
  if (output === undefined || node.outputs.length !== 1 || graph.outputs.has(output)) return undefined;
  const [reader, ...others] = readers[output] ?? [];
  if (reader === undefined || others.length > 0 || reader.position !== 0) return undefined;
  if (!reader.node.linkable || reader.node.outputs.length !== 1) return undefined;
  const ready = reader.node.inputs.every((value) => (writtenBy[value] ?? -1) <= index);
  return ready ? reader.node : undefined;
}

function absorb(node: GpuNode, reader: GpuNode): void {
  node.type += linkMark + reader.type;
  for (const operation of reader.operationIndices) {
    if (!node.operationIndices.includes(operation)) node.operationIndices.push(operation);
  }
  node.inputs = [...node.inputs, ...reader.inputs.slice(1)];
  node.outputs = reader.outputs;
}

/**
 * Orders the two run-time inputs of ADD and MUL so that the one written last comes first, which lets the operation be linked
 * to it (`IsAssociativeLinkableOp` in the delegate). Operands of different shapes keep their order.
 */
export function orderAssociativeInputs(graph: GpuGraph): void {
  const writtenBy = new Int32Array(graph.shapes.length).fill(-1);
  graph.nodes.forEach((node, index) => {
    const [first, second] = node.inputs;
    const associative = node.type === 'add' || node.type === 'mul';
    if (associative && first !== undefined && second !== undefined && sameShape(graph, node.inputs)) {
      node.inputs = [...node.inputs].sort((a, b) => (writtenBy[b] ?? -1) - (writtenBy[a] ?? -1));
    }
    for (const value of node.outputs) writtenBy[value] = index;
  });
}

function sameShape(graph: GpuGraph, values: readonly number[]): boolean {
  const [first, ...rest] = values.map((value) => graph.shapes[value]);
  return rest.every(
    (shape) =>
      shape?.height === first?.height && shape?.width === first?.width && shape?.channels === first?.channels,
  );
}
