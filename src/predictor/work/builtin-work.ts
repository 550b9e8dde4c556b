import type { OperationConfiguration } from '../../graph/index.js';
import { outputsOf } from '../../graph/index.js';
import { costOf } from '../../graph/index.js';
import { bytesPerElement } from '../../graph/model/element-types.js';
import type { WorkSum } from './work.js';

type Shape = readonly number[];

/** An operation as its work is counted. */
interface Counted {
  readonly configuration: OperationConfiguration;
  readonly inputs: readonly Shape[];
  readonly output: Shape;
  readonly outputElements: number;
}

type Count = (operation: Counted, sum: WorkSum) => void;

/**
 * Adds what TFLite's built-in CPU kernels do for an operation. Convolutions and fully connected layers are matrix products of ruy: padded
 * to its blocks of 8 × 16, those of int8 convolutions to 16 terms of each result as well (ruy/kernel_arm.h; fewer where there are
 * instructions for them, hence at a rate of its own), with rows gathered first (im2col) where the window is larger than a pixel, and weights
 * that are streamed from memory; a single pixel is multiplied as a vector (kernels/cpu_backend_gemm_custom_gemv.h), bound by the weights
 * that it reads. What caches do not hold is counted once more: large weights, and large maps that convolutions multiply. Grouped
 * convolutions, MEAN that drops dimensions, and MEAN over rows of int8 (as layer norms are written) run reference kernels on one core, at
 * rates of their own; a grouped one's loop over a group's channels is compiled to vectors of 8, and what is left over goes one by one.
 * Depthwise kernels have a fast path for whole slices of 8 channels (kernels/internal/optimized of TFLite 2.10).
 */
export function addBuiltinWork(configuration: OperationConfiguration, sum: WorkSum): void {
  const output = outputsOf(configuration)[0]?.shape ?? [];
  const inputs = configuration.inputs.flatMap((input) => (input === null ? [] : [input.shape]));
  sum.add('operations', 1);
  const count = counts[configuration.operator] ?? elementwise;
  count({ configuration, inputs, output, outputElements: elements(output) }, sum);
}

const counts: Readonly<Record<string, Count>> = {
  CONV_2D: convolution,
  DEPTHWISE_CONV_2D: depthwise,
  FULLY_CONNECTED: fullyConnected,
  BATCH_MATMUL: batchMatmul,
  MAX_POOL_2D: (operation, sum) => pool('maximum', operation, sum),
  AVERAGE_POOL_2D: (operation, sum) => pool('average', operation, sum),
  MEAN: mean,
  CONCATENATION: concatenation,
  ADD: (operation, sum) => pairwise('add', operation, sum),
  SUB: (operation, sum) => pairwise('add', operation, sum),
  MUL: (operation, sum) => pairwise('multiply', operation, sum),
  SQUARED_DIFFERENCE: (operation, sum) => pairwise('squared difference', operation, sum),
  STRIDED_SLICE: (operation, sum) => void sum.add('SLICE outputs', operation.outputElements),
};

/** Rows and columns that ruy's blocks hold. */
const blockRows = 8;
const blockColumns = 16;
/** Channels of an image: the first convolution of a network, whose rows are short. */
const imageChannels = 4;
/** Weights beyond what caches keep from one inference to the next; elements. */
const cachedWeights = 250_000;
/** A map beyond what caches keep from one operation to the next; bytes. */
const cachedBytes = 2 ** 20;
/** Terms of a result that ruy's kernels of int8 multiply at a time. */
const integerTerms = 16;
/** Values that a compiler's vectors hold. */
const vectorLength = 8;
/** Products of so few terms are bound by the results they write. */
const shallowDepth = 32;

function convolution(operation: Counted, sum: WorkSum): void {
  const [input = [], filter = []] = operation.inputs;
  const [filters = 1, height = 1, width = 1, groupChannels = 1] = filter;
  const pixels = (operation.output[1] ?? 1) * (operation.output[2] ?? 1) * (operation.output[0] ?? 1);
  const depth = height * width * groupChannels;
  if (groupChannels !== (input[3] ?? 1)) {
    sum.add('grouped macs', pixels * filters * depth);
    sum.add(
      'grouped macs beside vectors',
      pixels * filters * height * width * (groupChannels % vectorLength),
    );
    sum.add('grouped windows', pixels * filters * height * width).add('grouped convolutions', 1);
    return;
  }
  if (pixels === 1) {
    addVectorWeights(filters * depth, sum.add('convolutions', 1));
    return;
  }
  const strided = attribute(operation, 'strideHeight') > 1;
  const kind = windowKind(groupChannels, height, strided);
  const results = padded(pixels, blockRows) * padded(filters, blockColumns);
  sum.add(`macs ${kind}`, results * depth);
  if (isInteger(operation)) sum.add('macs of padding', results * (padded(depth, integerTerms) - depth));
  if (depth < shallowDepth) sum.add('shallow outputs', pixels * filters);
  if (height === 1 && width === 1 && !strided) sum.add('packed inputs', pixels * groupChannels);
  else sum.add('gathered inputs', pixels * depth).add('gathered rows', pixels * height);
  if (height === 3 && strided) sum.add('gathered strided inputs', pixels * depth);
  sum.add('uncached product inputs', pixels * depth - cachedElements(operation));
  sum.add('product outputs', pixels * filters);
  sum.add('weights', filters * depth).add('uncached weights', filters * depth - cachedWeights);
  sum.add('convolutions', 1);
}

function addVectorWeights(weights: number, sum: WorkSum): void {
  sum.add('vector weights', weights).add('uncached vector weights', weights - cachedWeights);
}

function windowKind(channels: number, height: number, strided: boolean): string {
  if (channels < imageChannels) return 'image';
  if (height === 1) return strided ? '1×1 strided' : '1×1';
  if (height === 3) return strided ? '3×3 strided' : '3×3';
  return 'larger';
}

function depthwise(operation: Counted, sum: WorkSum): void {
  const [input = [], filter = []] = operation.inputs;
  const [, height = 1, width = 1, channels = 1] = filter;
  const [batch = 1, rows = 1, columns = 1] = operation.output;
  const pixels = batch * rows * columns;
  const strided = attribute(operation, 'strideHeight') > 1 ? ' strided' : '';
  const sliced = channels % 8 === 0 ? '' : ' unsliced';
  sum.add(
    `depthwise macs ${height <= 3 ? '3×3' : '5×5'}${strided}${sliced}`,
    pixels * channels * height * width,
  );
  sum.add('depthwise inputs', elements(input)).add('depthwise outputs', operation.outputElements);
  sum.add('uncached depthwise inputs', elements(input) - cachedElements(operation));
  sum.add('depthwise rows', batch * rows * height).add('depthwise taps', pixels * height * width);
  sum.add('depthwise convolutions', 1);
}

function fullyConnected(operation: Counted, sum: WorkSum): void {
  const [input = [], weights = []] = operation.inputs;
  const [units = 1, depth = 1] = weights;
  const rows = elements(input) / depth;
  sum.add('fully connected layers', 1);
  if (rows <= 1) {
    addVectorWeights(units * depth, sum);
    return;
  }
  sum.add('macs fully connected', padded(rows, blockRows) * padded(units, blockColumns) * depth);
  sum
    .add('product outputs', rows * units)
    .add('packed rows', rows * depth)
    .add('product weights', units * depth);
}

function batchMatmul(operation: Counted, sum: WorkSum): void {
  sum.add('macs of products', costOf(operation.configuration).flops / 2);
  sum.add(
    'factors',
    operation.inputs.reduce((all, shape) => all + elements(shape), 0),
  );
  sum.add('batch product outputs', operation.outputElements).add('batch products', 1);
}

function pool(kind: string, operation: Counted, sum: WorkSum): void {
  const window = attribute(operation, 'filterHeight') * attribute(operation, 'filterWidth');
  sum.add(`${kind} pool reads`, operation.outputElements * window);
  sum.add('pool outputs', operation.outputElements);
}

function mean(operation: Counted, sum: WorkSum): void {
  const [input = []] = operation.inputs;
  if (input.length !== 4) sum.add(`MEAN of ${isInteger(operation) ? 'integer ' : ''}rows`, elements(input));
  else if (operation.configuration.attributes['keepDims'] === true) sum.add('MEAN kept', elements(input));
  else sum.add('MEAN dropped', elements(input)).add('MEAN outputs', operation.outputElements);
}

function concatenation(operation: Counted, sum: WorkSum): void {
  const rows = operation.outputElements / (operation.output.at(-1) ?? 1);
  sum.add('CONCATENATION outputs', operation.outputElements);
  sum.add('CONCATENATION rows', rows * operation.inputs.length);
}

/** Two operands of one size are walked as one row, those of different sizes element by element. */
function pairwise(kind: string, operation: Counted, sum: WorkSum): void {
  const even = operation.inputs.every((shape) => elements(shape) === operation.outputElements);
  sum.add(even ? `${kind} outputs` : `${kind} broadcast outputs`, operation.outputElements);
}

function elementwise(operation: Counted, sum: WorkSum): void {
  sum.add(`${operation.configuration.operator} outputs`, operation.outputElements);
}

/** Whether integers are calculated with: those of eight bits, signed or not, the only ones that these kernels are written for. */
function isInteger({ configuration }: Counted): boolean {
  const type = configuration.inputs[0]?.type;
  return type === 'int8' || type === 'uint8';
}

function cachedElements({ configuration }: Counted): number {
  return cachedBytes / bytesPerElement(configuration.inputs[0]?.type ?? 'float32');
}

function attribute({ configuration }: Counted, name: string): number {
  const value = configuration.attributes[name];
  return typeof value === 'number' ? value : 1;
}

function elements(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

function padded(size: number, block: number): number {
  return Math.ceil(size / block) * block;
}
