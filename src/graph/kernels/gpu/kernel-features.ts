import { gapOf, weightsGapOf } from '../../description/left-out.js';
import type { Graph, Operation } from '../../model/graph.js';
import { elementCount, runtimeShape } from '../../model/shape.js';
import type { Shape } from '../../model/tensor.js';

/** A number, or `-` where the feature has no meaning for the operation. */
export type FeatureValue = number | '-';

/**
 * The features of a kernel as the published data set of Li, Paolieri and Golubchik names and means them, so that its rows
 * and ours can be learned together. They describe the TFLite operation that gives the kernel its name: shapes are sides of
 * square maps in pixels (after explicit padding), `FLOPS` is 2 × MACs for sums of products.
 */
export interface KernelFeatures {
  readonly Input_shape: FeatureValue;
  readonly Input_channel: FeatureValue;
  readonly Output_shape: FeatureValue;
  readonly Stride: FeatureValue;
  readonly Kernel: FeatureValue;
  readonly Filter: FeatureValue;
  readonly Group: FeatureValue;
  readonly FLOPS: FeatureValue;
}

/** Operators of others that the delegate executes by the kernels of one of TFLite's, which the same sizes tell of. */
const executedAs: ReadonlyMap<string, string> = new Map([
  ['CUSTOM:Convolution2DTransposeBias', 'TRANSPOSE_CONV'],
]);

/** Why no number for a GPU can hold an operation whole, as {@link gapOf} says of other processors. */
export function gpuGapOf(graph: Graph, operation: Operation): string | undefined {
  return executedAs.has(operation.operator) ? weightsGapOf(graph, operation) : gapOf(graph, operation);
}

/** The data set's name of an operation: TFLite's, save for a grouped convolution and what is executed as another operator. */
export function operationLabel(graph: Graph, operation: Operation): string {
  const known = executedAs.get(operation.operator);
  if (known !== undefined) return known;
  return operation.operator === 'CONV_2D' && groupsOf(graph, operation) > 1
    ? 'CONV_2D_GROUP'
    : operation.operator;
}

/** How many features there are. */
export const featureCount = 8;

/** Stands for a feature that has no meaning for the operation. */
const noFeature = -1;

/** Computes the features of an operation of a graph. */
export function kernelFeatures(graph: Graph, operation: Operation): KernelFeatures {
  const numbers = new Float64Array(featureCount);
  writeKernelFeatures(graph, operation, numbers);
  const value = (index: number): FeatureValue => {
    const number = numbers[index] ?? noFeature;
    return number === noFeature ? '-' : number;
  };
  return {
    Input_shape: value(0),
    Input_channel: value(1),
    Output_shape: value(2),
    Stride: value(3),
    Kernel: value(4),
    Filter: value(5),
    Group: value(6),
    FLOPS: value(7),
  };
}

/** Writes the features of an operation of a graph as numbers, −1 for those without a meaning: what tells kernels apart as fast as can be. */
export function writeKernelFeatures(graph: Graph, operation: Operation, into: Float64Array): void {
  into.fill(noFeature);
  const input = shapeOf(graph, firstRuntimeInput(graph, operation));
  const output = shapeOf(graph, operation.outputs[0]);
  into[1] = channels(input);
  switch (operation.operator) {
    case 'CONV_2D':
    case 'DEPTHWISE_CONV_2D':
      writeImage(input, output, into);
      writeConvolution(graph, operation, output, into);
      return;
    case 'FULLY_CONNECTED':
      writeFullyConnected(graph, operation, output, into);
      return;
    case 'MEAN':
      into[0] = side(input);
      into[2] = channels(output);
      into[4] = operation.attributes['keepDims'] === true ? 1 : 0;
      into[7] = elementCount(input);
      return;
    case 'CONCATENATION':
      writeImage(input, output, into);
      into[4] = operation.inputs.length;
      into[5] = channels(output);
      return;
    case 'MAX_POOL_2D':
    case 'AVERAGE_POOL_2D':
      writeImage(input, output, into);
      writePooling(operation, output, into);
      return;
    default:
      writeImage(input, output, into);
  }
}

function writeImage(input: Shape, output: Shape, into: Float64Array): void {
  into[0] = side(input);
  into[2] = side(output);
}

function writeConvolution(graph: Graph, operation: Operation, output: Shape, into: Float64Array): void {
  const filter = shapeOf(graph, operation.inputs[1]);
  const height = filter[1] ?? 1;
  const depthwise = operation.operator === 'DEPTHWISE_CONV_2D';
  const macsPerOutput = height * (filter[2] ?? 1) * (depthwise ? 1 : (filter[3] ?? 1));
  into[3] = numberAttribute(operation, 'strideHeight');
  into[4] = height;
  into[5] = depthwise ? numberAttribute(operation, 'depthMultiplier') : channels(output);
  into[6] = depthwise ? 1 : groupsOf(graph, operation);
  into[7] = 2 * elementCount(output) * macsPerOutput;
}

function writeFullyConnected(graph: Graph, operation: Operation, output: Shape, into: Float64Array): void {
  const [units = 1, depth = 1] = shapeOf(graph, operation.inputs[1]);
  into[1] = depth;
  into[5] = units;
  into[7] = 2 * elementCount(output) * depth;
}

function writePooling(operation: Operation, output: Shape, into: Float64Array): void {
  const kernel = numberAttribute(operation, 'filterHeight');
  into[3] = numberAttribute(operation, 'strideHeight');
  into[4] = kernel;
  into[7] = elementCount(output) * kernel * numberAttribute(operation, 'filterWidth');
}

function firstRuntimeInput(graph: Graph, { inputs }: Operation): number | undefined {
  for (const value of inputs) if (value >= 0 && graph.tensors[value]?.data === undefined) return value;
  return undefined;
}

function groupsOf(graph: Graph, operation: Operation): number {
  const groupChannels = channels(shapeOf(graph, operation.inputs[1]));
  // Files may have filters without channels: nothing can run them, and no number of groups is theirs.
  return groupChannels > 0 ? channels(shapeOf(graph, operation.inputs[0])) / groupChannels : 1;
}

function shapeOf(graph: Graph, value: number | undefined): Shape {
  const tensor = graph.tensors[value ?? -1];
  return tensor === undefined ? [] : runtimeShape(tensor);
}

/** Height of an NHWC map; values without extent in space have side 1. */
function side(shape: Shape): number {
  return shape.length === 4 ? (shape[1] ?? 1) : 1;
}

function channels(shape: Shape): number {
  return shape.at(-1) ?? 1;
}

function numberAttribute(operation: Operation, name: string): number {
  const value = operation.attributes[name];
  return typeof value === 'number' ? value : 1;
}
