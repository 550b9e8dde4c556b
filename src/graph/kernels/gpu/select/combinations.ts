import type { GpuNode, GpuValue } from '../model/gpu-graph.js';
import { axes, sameShape } from '../model/value-shape.js';

/** Nodes that run as one launch, what they read and what they write. */
export interface Combination {
  readonly nodes: readonly GpuNode[];
  readonly inputs: readonly GpuValue[];
  readonly outputs: readonly GpuValue[];
}

/**
 * The normalization of a value over its channels, spelled out as mean, difference, square, mean, sum, reciprocal root and product
 * (`TryMeanStdDevNormalization` in tasks/mean_stddev_normalization.cc). `first` is the mean that comes first.
 */
export function normalization(first: GpuNode): Combination | undefined {
  if (first.type !== 'mean' || first.axisSet !== axes.channels) return undefined;
  const difference = onlyReader(first, 'subtract');
  if (difference?.inputs.length !== 2) return undefined;
  const [minuend, subtrahend] = difference.inputs;
  if (subtrahend?.producer !== first || minuend?.producer !== first.inputs[0]?.producer) return undefined;
  const readers = difference.outputs[0]?.consumers ?? [];
  const square = readers.find(({ type }) => type === 'square');
  const product = readers.find((reader) => reader !== square);
  if (readers.length !== 2 || square === undefined || product?.type !== 'mul') return undefined;
  const mean = onlyReader(square, 'mean');
  if (mean?.axisSet !== axes.channels) return undefined;
  const sum = onlyReader(mean, 'add');
  const root = sum?.operand === 'scalar' ? onlyReader(sum, 'rsqrt') : undefined;
  if (sum === undefined || root === undefined || onlyReader(root, 'mul') !== product) return undefined;
  return {
    nodes: [first, difference, square, mean, sum, root, product],
    inputs: first.inputs,
    outputs: product.outputs,
  };
}

/**
 * A convolution of two values that is written as slices of one, each multiplied by the other, reduced over the channels and joined
 * (`TryFusedPointwiseConv` in tasks/special/conv_pointwise.cc). `first` is one of the slices.
 */
export function slicedProducts(first: GpuNode): Combination | undefined {
  const product = isSlice(first) ? onlyReader(first, 'mul') : undefined;
  if (product === undefined || !multipliesEqualShapes(product)) return undefined;
  const [slice] = first.outputs;
  const other = product.inputs[0] === slice ? product.inputs[1] : product.inputs[0];
  const reduction = reductionOf(product.outputs[0]?.consumers ?? []);
  const [concat, ...others] = reduction?.outputs[0]?.consumers ?? [];
  if (other === undefined || concat?.type !== 'concat' || others.length > 0) return undefined;
  if (concat.axis !== axes.channels) return undefined;
  const nodes: GpuNode[] = [];
  for (const { producer } of concat.inputs) {
    const part = producer === undefined ? undefined : slicedProduct(producer, other);
    if (part === undefined) return undefined;
    nodes.push(...part);
  }
  nodes.push(concat);
  return { nodes, inputs: [other, first.inputs[0] as GpuValue], outputs: concat.outputs };
}

function slicedProduct(reduction: GpuNode, other: GpuValue): GpuNode[] | undefined {
  const product = reducesChannels(reduction) ? reduction.inputs[0]?.producer : undefined;
  if (product?.type !== 'mul' || !multipliesEqualShapes(product)) return undefined;
  const slice = (product.inputs[0] === other ? product.inputs[1] : product.inputs[0])?.producer;
  return slice !== undefined && isSlice(slice) ? [reduction, product, slice] : undefined;
}

function reductionOf(readers: readonly GpuNode[]): GpuNode | undefined {
  const [reader, ...others] = readers;
  return reader !== undefined && others.length === 0 && reducesChannels(reader) ? reader : undefined;
}

function reducesChannels({ type, axisSet, inputs, outputs }: GpuNode): boolean {
  const reduces = type === 'mean' || type === 'reduce_sum';
  return reduces && axisSet === axes.channels && inputs.length === 1 && outputs.length === 1;
}

function multipliesEqualShapes({ inputs, outputs }: GpuNode): boolean {
  const [a, b] = inputs;
  return a !== undefined && b !== undefined && outputs.length === 1 && sameShape(a.shape, b.shape);
}

function isSlice({ type, inputs, outputs, bounds }: GpuNode): boolean {
  if (type !== 'slice' || inputs.length !== 1 || outputs.length !== 1 || bounds === undefined) return false;
  const { batch, height, width, channels } = bounds.stride;
  return batch === 1 && height === 1 && width === 1 && channels === 1;
}

function onlyReader(node: GpuNode, type: string): GpuNode | undefined {
  const [reader, ...others] = node.outputs[0]?.consumers ?? [];
  return reader?.type === type && others.length === 0 ? reader : undefined;
}
