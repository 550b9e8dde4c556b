import { addConsumer, setProducer } from '../model/change-graph.js';
import type { GpuNode, GpuValue } from '../model/gpu-graph.js';
import { axes, sameShape, withSize, type ValueShape } from '../model/value-shape.js';
import { delegateChanges } from '../runtime-version.js';
import type { OperationReader } from './operation-reader.js';
import { convolutionWindow, pointwiseWindow, weightsOfShape, type Weights } from './windows.js';

/**
 * CONV_2D: with weights of run time; as a depthwise convolution where each group has one channel on both sides (one group of
 * one channel as well); in pieces where groups do not hold whole slices of four channels.
 */
export function parseConvolution(reader: OperationReader): void {
  const input = reader.inputShape(0);
  const weights = weightsOfInput(reader, 1);
  if (reader.runtimeInputs() === 2) {
    if (input.channels !== weights.input) {
      reader.fail('No support of CONVOLUTION_2D with runtime grouped weights.');
    }
    finish(reader, 'convolution_2d', weights, 1, [0, 1]);
    return;
  }
  const groups = Math.floor(input.channels / weights.input);
  if (weights.input === 1 && input.channels === reader.outputShape(0).channels) {
    finish(reader, 'depthwise_convolution', { ...weights, output: 1, input: weights.output }, 1, [0]);
    return;
  }
  const whole = weights.input % 4 === 0 && Math.floor(weights.output / groups) % 4 === 0;
  const supported = whole && reader.version >= delegateChanges.groupedConvolution;
  if (groups !== 1 && !supported) parseInPieces(reader, weights, groups);
  else finish(reader, 'convolution_2d', weights, groups, [0]);
}

/** DEPTHWISE_CONV_2D. */
export function parseDepthwise(reader: OperationReader): void {
  const runtimeWeights = reader.runtimeInputs() === 2;
  const node = reader.newNode('depthwise_convolution');
  const { shape } = reader.addInput(node, 0);
  reader.addOutputs(node);
  if (runtimeWeights) reader.addInput(node, 1);
  const weights = weightsOfInput(reader, 1);
  const multiplied = reader.number('depthMultiplier') !== 1;
  const kept = multiplied
    ? { ...weights, output: reader.outputShape(0).channels, input: shape.channels }
    : weights;
  node.window = convolutionWindow(reader, shape, kept, 1);
  reader.fuseActivation(node);
}

/** TRANSPOSE_CONV, whose input comes third. The delegate leaves out an activation that is fused into it. */
export function parseTransposed(reader: OperationReader): void {
  const node = reader.newNode('convolution_transposed');
  const { shape } = reader.addInput(node, 2);
  reader.addOutputs(node);
  if (reader.runtimeInputs() === 2) reader.addInput(node, 1);
  node.window = convolutionWindow(reader, shape, weightsOfInput(reader, 1), 1);
}

/** MediaPipe's own operation, whose options hold padding and strides as three integers. */
export function parseCustomTransposed(reader: OperationReader): void {
  const node = reader.newNode('convolution_transposed');
  const { shape } = reader.addInput(node, 0);
  reader.addOutputs(node);
  const weights = weightsOfInput(reader, 1);
  const window = pointwiseWindow(weights.input, weights.output);
  const [padding, strideWidth, strideHeight] = customIntegers(reader);
  const same = padding === 1;
  const rows = same ? Math.max(0, weights.height - ((shape.height - 1) % strideHeight) - 1) : 0;
  const columns = same ? Math.max(0, weights.width - ((shape.width - 1) % strideWidth) - 1) : 0;
  node.window = {
    ...window,
    kernelHeight: weights.height,
    kernelWidth: weights.width,
    strideHeight,
    strideWidth,
    top: rows >> 1,
    bottom: rows - (rows >> 1),
    left: columns >> 1,
    right: columns - (columns >> 1),
  };
}

/** FULLY_CONNECTED: over the rows of a map it is a convolution; weights of run time always are one. */
export function parseFullyConnected(reader: OperationReader): void {
  if (reader.runtimeInputs() === 2) {
    parseRuntimeProduct(reader);
    return;
  }
  const node = reader.newNode('fully_connected');
  const { shape } = reader.addInput(node, 0);
  const dimensions = reader.shapeOfInput(1);
  const [units, depth, ...others] = dimensions;
  if (units === undefined || depth === undefined || others.length > 0) {
    reader.fail(`Expected a 2D tensor of shape HxW but got ${dimensions.join('x')}`);
  }
  if (reader.version < delegateChanges.productOverRows) {
    parseProductOfAll(reader, node, shape, depth, units);
    return;
  }
  if (shape.channels !== depth) reader.fail('Amount of input channels should match weights width');
  node.window = pointwiseWindow(depth, units);
  if (shape.height !== 1 || shape.width !== 1) node.type = 'convolution_2d';
  reader.addOutputs(node);
  reader.fuseActivation(node);
}

/** As it was read before products over rows were: a map is first reshaped to one row, whose length must be that of the weights. */
function parseProductOfAll(
  reader: OperationReader,
  node: GpuNode,
  shape: ValueShape,
  depth: number,
  units: number,
): void {
  const { batch, height, width, channels } = shape;
  if (height * width * channels !== depth) reader.fail('Amount of input data should match weights width');
  let product = node;
  if (height !== 1 || width !== 1) {
    node.type = 'reshape';
    const row = reader.graph.newValue({ batch, height: 1, width: 1, channels: depth });
    setProducer(node, row);
    product = reader.newNode('fully_connected');
    addConsumer(product, row);
  }
  product.window = pointwiseWindow(depth, units);
  reader.addOutputs(product);
  reader.fuseActivation(product);
}

/** BATCH_MATMUL of two values; by a constant matrix it is a convolution over rows, other constants are not read. */
export function parseBatchMatmul(reader: OperationReader): void {
  const runtime = reader.runtimeInputs();
  const [rows, columns, ...others] = reader.shapeOfInput(1);
  const byMatrix = runtime === 1 && reader.isConstant(1) && columns !== undefined && others.length === 0;
  if (runtime !== 2 && !byMatrix) reader.fail('Not supported batched mat mul case');
  const node = reader.newNode(byMatrix ? 'convolution_2d' : 'batched_matmul');
  reader.addInput(node, 0);
  if (byMatrix) node.window = pointwiseWindow(rows ?? 1, columns);
  else reader.addInput(node, 1);
  reader.addOutputs(node);
}

function parseRuntimeProduct(reader: OperationReader): void {
  const node = reader.newNode('convolution_2d');
  reader.addInput(node, 0);
  reader.addInput(node, 1);
  const [input, weights, output] = [reader.inputShape(0), reader.inputShape(1), reader.outputShape(0)];
  const produced = withSize(input, axes.channels, weights.batch);
  if (sameShape(produced, output)) {
    reader.addOutputs(node);
  } else {
    const between = reader.graph.newValue(produced);
    const reshape = reader.newNode('reshape');
    setProducer(node, between);
    addConsumer(reshape, between);
    reader.addOutputs(reshape);
  }
  node.window = pointwiseWindow(input.channels, weights.batch);
  reader.fuseActivation(node);
}

/** Splits the channels, convolves each group by itself and joins the results. */
function parseInPieces(reader: OperationReader, weights: Weights, groups: number): void {
  const [input, output] = [reader.inputShape(0), reader.outputShape(0)];
  const groupOutput = Math.floor(weights.output / groups);
  const split = reader.newNode('split');
  reader.addInput(split, 0);
  split.axis = axes.channels;
  const results: GpuValue[] = [];
  for (let group = 0; group < groups; group++) {
    const convolution = reader.newNode('convolution_2d');
    const source = reader.graph.newValue(withSize(input, axes.channels, weights.input));
    const result = reader.graph.newValue(withSize(output, axes.channels, groupOutput));
    convolution.window = convolutionWindow(reader, input, { ...weights, output: groupOutput }, 1);
    setProducer(split, source);
    addConsumer(convolution, source);
    setProducer(convolution, result);
    results.push(result);
  }
  const concat = reader.newNode('concat');
  concat.axis = axes.channels;
  for (const result of results) addConsumer(concat, result);
  reader.addOutputs(concat);
  reader.fuseActivation(concat);
}

function finish(
  reader: OperationReader,
  type: string,
  weights: Weights,
  groups: number,
  inputs: readonly number[],
): void {
  const node = reader.newNode(type);
  for (const position of inputs) reader.addInput(node, position);
  node.window = convolutionWindow(reader, reader.inputShape(0), weights, groups);
  reader.addOutputs(node);
  reader.fuseActivation(node);
}

function weightsOfInput(reader: OperationReader, position: number): Weights {
  if (reader.isConstant(position)) return weightsOfShape(reader, reader.shapeOfInput(position));
  const { batch, height, width, channels } = reader.inputShape(position);
  return { output: batch, height, width, input: channels };
}

/** The first three integers of a custom operation's options; without them no padding, and strides of 1. */
function customIntegers({ operation }: OperationReader): [number, number, number] {
  const options = operation.customOptions;
  if (options === undefined || options.byteLength < 12) return [0, 1, 1];
  const view = new DataView(options.buffer, options.byteOffset, options.byteLength);
  const [width, height] = [view.getInt32(4, true), view.getInt32(8, true)];
  return [view.getInt32(0, true), Math.max(1, width), Math.max(1, height)];
}
