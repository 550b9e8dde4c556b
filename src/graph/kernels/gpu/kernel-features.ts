import type { Graph, Operation } from '../../graph.js';
import { runtimeShape } from '../../shape.js';
import type { Shape } from '../../tensor.js';

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

/** The data set's name of an operation: TFLite's, save for a grouped convolution. */
export function operationLabel(graph: Graph, operation: Operation): string {
  return operation.operator === 'CONV_2D' && groupsOf(graph, operation) > 1
    ? 'CONV_2D_GROUP'
    : operation.operator;
}

/** Computes the features of an operation of a graph. */
export function kernelFeatures(graph: Graph, operation: Operation): KernelFeatures {
  const input = shapeOf(graph, firstRuntimeInput(graph, operation));
  const output = shapeOf(graph, operation.outputs[0]);
  switch (operation.operator) {
    case 'CONV_2D':
    case 'DEPTHWISE_CONV_2D':
      return convolutionFeatures(graph, operation, input, output);
    case 'FULLY_CONNECTED':
      return fullyConnectedFeatures(graph, operation, output);
    case 'MEAN':
      return meanFeatures(operation, input, output);
    case 'CONCATENATION':
      return concatenationFeatures(operation, input, output);
    case 'MAX_POOL_2D':
    case 'AVERAGE_POOL_2D':
      return poolingFeatures(operation, input, output);
    default:
      return imageFeatures(input, output);
  }
}

const none: KernelFeatures = {
  Input_shape: '-',
  Input_channel: '-',
  Output_shape: '-',
  Stride: '-',
  Kernel: '-',
  Filter: '-',
  Group: '-',
  FLOPS: '-',
};

function convolutionFeatures(
  graph: Graph,
  operation: Operation,
  input: Shape,
  output: Shape,
): KernelFeatures {
  const filter = shapeOf(graph, operation.inputs[1]);
  const [, height = 1, width = 1, filterChannels = 1] = filter;
  const depthwise = operation.operator === 'DEPTHWISE_CONV_2D';
  const macsPerOutput = height * width * (depthwise ? 1 : filterChannels);
  return {
    Input_shape: side(input),
    Input_channel: channels(input),
    Output_shape: side(output),
    Stride: numberAttribute(operation, 'strideHeight'),
    Kernel: height,
    Filter: depthwise ? numberAttribute(operation, 'depthMultiplier') : channels(output),
    Group: depthwise ? 1 : groupsOf(graph, operation),
    FLOPS: 2 * elements(output) * macsPerOutput,
  };
}

function fullyConnectedFeatures(graph: Graph, operation: Operation, output: Shape): KernelFeatures {
  const [units = 1, depth = 1] = shapeOf(graph, operation.inputs[1]);
  return { ...none, Input_channel: depth, Filter: units, FLOPS: 2 * elements(output) * depth };
}

function meanFeatures(operation: Operation, input: Shape, output: Shape): KernelFeatures {
  const keepDims = operation.attributes['keepDims'] === true ? 1 : 0;
  return {
    ...none,
    Input_shape: side(input),
    Input_channel: channels(input),
    Output_shape: channels(output),
    Kernel: keepDims,
    FLOPS: elements(input),
  };
}

function concatenationFeatures(operation: Operation, input: Shape, output: Shape): KernelFeatures {
  return {
    ...none,
    Input_shape: side(input),
    Input_channel: channels(input),
    Output_shape: side(output),
    Kernel: operation.inputs.length,
    Filter: channels(output),
  };
}

function poolingFeatures(operation: Operation, input: Shape, output: Shape): KernelFeatures {
  const kernel = numberAttribute(operation, 'filterHeight');
  return {
    ...imageFeatures(input, output),
    Stride: numberAttribute(operation, 'strideHeight'),
    Kernel: kernel,
    FLOPS: elements(output) * kernel * numberAttribute(operation, 'filterWidth'),
  };
}

function imageFeatures(input: Shape, output: Shape): KernelFeatures {
  return {
    ...none,
    Input_shape: side(input),
    Input_channel: channels(input),
    Output_shape: side(output),
  };
}

function firstRuntimeInput(graph: Graph, operation: Operation): number | undefined {
  return operation.inputs.find((value) => value >= 0 && graph.tensors[value]?.data === undefined);
}

function groupsOf(graph: Graph, operation: Operation): number {
  return channels(shapeOf(graph, operation.inputs[0])) / channels(shapeOf(graph, operation.inputs[1]));
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

function elements(shape: Shape): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

function numberAttribute(operation: Operation, name: string): number {
  const value = operation.attributes[name];
  return typeof value === 'number' ? value : 1;
}
