import type { GpuGraph, GpuNode, SpatialPadding, WindowGeometry } from './node.js';

/**
 * The rewriting of the graph that comes before kernels are chosen, in the delegate's own order
 * (`common/transformations/model_transformations.cc`). Only what can change a kernel of a network without custom operations
 * is here; the quantization adjustments change no kernel of a float model.
 */
export function transform(graph: GpuGraph): void {
  removeIdentities(graph);
  fullyConnectedFromConvolution(graph);
  mergePadding(graph);
  mergeConstantsIntoConvolutions(graph);
}

/** `remove_single_input_add`, `remove_single_input_concat`, `remove_identity_reshape`, `remove_identity_strided_slice`. */
function removeIdentities(graph: GpuGraph): void {
  const renamed = new Map<number, number>();
  const isIdentity = (node: GpuNode): boolean => {
    const [input, ...others] = node.inputs;
    const [output] = node.outputs;
    if (input === undefined || output === undefined || others.length > 0 || graph.outputs.has(output))
      return false;
    if (node.type === 'concat' || (node.type === 'add' && node.constantOperand === undefined)) return true;
    return (node.type === 'reshape' || node.type === 'slice') && sameValueShape(graph, input, output);
  };
  graph.nodes = graph.nodes.filter((node) => {
    node.inputs = node.inputs.map((value) => renamed.get(value) ?? value);
    if (!isIdentity(node)) return true;
    renamed.set(node.outputs[0] as number, node.inputs[0] as number);
    return false;
  });
}

/** A 1×1 convolution of a value without extent in space is a matrix-vector product, and runs as one. */
function fullyConnectedFromConvolution(graph: GpuGraph): void {
  for (const node of graph.nodes) {
    if (node.type !== 'convolution_2d' || node.geometry === undefined) continue;
    const input = graph.shapes[node.inputs[0] as number];
    const { kernelHeight, kernelWidth, strideHeight, strideWidth, groups, padding } = node.geometry;
    const pointwise = kernelHeight === 1 && kernelWidth === 1 && strideHeight === 1 && strideWidth === 1;
    if (!pointwise || groups !== 1 || input?.height !== 1 || input.width !== 1 || input.batch !== 1) continue;
    if (padding.top + padding.bottom + padding.left + padding.right === 0) node.type = 'fully_connected';
  }
}

const paddedByTheirKernel = new Set(['convolution_2d', 'depthwise_convolution', 'pooling_2d']);

/** `merge_padding_with_{convolution,pooling,depthwise}`: a PAD with one reader becomes that reader's own padding. */
function mergePadding(graph: GpuGraph): void {
  const uses = countUses(graph);
  const pads = new Map<number, GpuNode>();
  const merged = new Set<GpuNode>();
  for (const node of graph.nodes) {
    const [output] = node.outputs;
    if (node.zeroPadding !== undefined && output !== undefined && isPrivate(graph, uses, output)) {
      pads.set(output, node);
    }
    const pad = pads.get(node.inputs[0] ?? -1);
    if (pad?.zeroPadding === undefined || node.geometry === undefined || !paddedByTheirKernel.has(node.type))
      continue;
    node.geometry = addPadding(node.geometry, pad.zeroPadding);
    node.inputs = [pad.inputs[0] as number, ...node.inputs.slice(1)];
    node.operationIndices.push(...pad.operationIndices);
    merged.add(pad);
  }
  graph.nodes = graph.nodes.filter((node) => !merged.has(node));
}

function addPadding(geometry: WindowGeometry, added: SpatialPadding): WindowGeometry {
  const { padding } = geometry;
  return {
    ...geometry,
    padding: {
      top: padding.top + added.top,
      bottom: padding.bottom + added.bottom,
      left: padding.left + added.left,
      right: padding.right + added.right,
    },
  };
}

const withWeights = new Set([
  'convolution_2d',
  'depthwise_convolution',
  'fully_connected',
  'convolution_transposed',
]);

/**
 * `merge_convolution_with_{mul,add}`, `merge_{mul,add}_with_convolution`: a constant factor or summand, one for all or one a
 * channel, goes into the weights or the bias of the convolution before it or after it.
 */
function mergeConstantsIntoConvolutions(graph: GpuGraph): void {
  const uses = countUses(graph);
  const producers = new Map<number, GpuNode>();
  const merged = new Set<GpuNode>();
  for (const node of graph.nodes) {
    const producer = producers.get(node.inputs[0] ?? -1);
    if (producer !== undefined && isPrivate(graph, uses, node.inputs[0] as number)) {
      if (isAffine(node) && withWeights.has(producer.type)) {
        mergeAfter(producer, node, producers);
        merged.add(node);
        continue;
      }
      if (isAffine(producer) && withWeights.has(node.type) && canScaleInput(producer, node)) {
        node.inputs = [producer.inputs[0] as number, ...node.inputs.slice(1)];
        node.operationIndices.push(...producer.operationIndices);
        merged.add(producer);
      }
    }
    for (const value of node.outputs) producers.set(value, node);
  }
  graph.nodes = graph.nodes.filter((node) => !merged.has(node));
}

function mergeAfter(producer: GpuNode, node: GpuNode, producers: Map<number, GpuNode>): void {
  producer.outputs = node.outputs;
  producer.operationIndices.push(...node.operationIndices);
  for (const value of node.outputs) producers.set(value, producer);
}

function isAffine(node: GpuNode): boolean {
  const constant = node.constantOperand === 'scalar' || node.constantOperand === 'per-channel';
  return constant && (node.type === 'add' || node.type === 'mul');
}

/** A summand before a convolution moves into the bias only where no zero of the padding would miss it. */
function canScaleInput(affine: GpuNode, convolution: GpuNode): boolean {
  if (affine.type === 'mul') return true;
  const padding = convolution.geometry?.padding;
  return padding === undefined || padding.top + padding.bottom + padding.left + padding.right === 0;
}

function countUses(graph: GpuGraph): Uint32Array {
  const uses = new Uint32Array(graph.shapes.length);
  for (const node of graph.nodes) for (const value of node.inputs) uses[value] = (uses[value] ?? 0) + 1;
  return uses;
}

/** True when one node reads the value and the network does not return it. */
function isPrivate(graph: GpuGraph, uses: Uint32Array, value: number): boolean {
  return uses[value] === 1 && !graph.outputs.has(value);
}

function sameValueShape(graph: GpuGraph, a: number, b: number): boolean {
  const first = graph.shapes[a];
  const second = graph.shapes[b];
  return (
    first?.batch === second?.batch &&
    first?.height === second?.height &&
    first?.width === second?.width &&
    first?.channels === second?.channels
  );
}
