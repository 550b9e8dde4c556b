import type { Graph, Operation } from '../../model/graph.js';
import type { Tensor } from '../../model/tensor.js';
import { microkernelOf } from './microkernel.js';
import { collectiveName, kernelFamily } from './operator-names.js';
import type { Xnnpack } from './xnnpack-version.js';

/** Kernels by what they are called in front of their layout, for operators that have no case of their own. */
const names: Readonly<Record<string, string>> = {
  ABS: 'Abs (NC)',
  ADD: 'Add (ND)',
  BATCH_MATMUL: 'Batch Matrix Multiply (NC)',
  CEIL: 'Ceiling (NC)',
  COS: 'Cosine (NC)',
  DEPTH_TO_SPACE: 'Depth To Space (NHWC)',
  DEQUANTIZE: 'Convert (NC)',
  DIV: 'Divide (ND)',
  ELU: 'ELU (NC)',
  EXP: 'Exp (NC)',
  FLOOR: 'Floor (NC)',
  GELU: 'GELU (NC)',
  HARD_SWISH: 'HardSwish (NC)',
  LEAKY_RELU: 'Leaky ReLU (NC)',
  LOG: 'Log (NC)',
  LOGISTIC: 'Sigmoid (NC)',
  MAX_POOL_2D: 'Max Pooling (NHWC)',
  MAXIMUM: 'Maximum (ND)',
  MINIMUM: 'Minimum (ND)',
  MUL: 'Multiply (ND)',
  NEG: 'Negate (NC)',
  PAD: 'Constant Pad (ND)',
  PRELU: 'PReLU (NC)',
  QUANTIZE: 'Convert (NC)',
  RELU: 'Clamp (NC)',
  RELU6: 'Clamp (NC)',
  RELU_N1_TO_1: 'Clamp (NC)',
  RESIZE_BILINEAR: 'Resize Bilinear (NHWC)',
  ROUND: 'Bankers Rounding (NC)',
  RSQRT: 'Reciprocal Square Root (NC)',
  SIGN: 'Sign (NC)',
  SIN: 'Sine (NC)',
  SLICE: 'Slice (ND)',
  SOFTMAX: 'Softmax (NC)',
  SPACE_TO_DEPTH: 'Space To Depth (NHWC)',
  SQRT: 'Square Root (NC)',
  SQUARE: 'Square (NC)',
  SQUARED_DIFFERENCE: 'Squared Difference (NC)',
  STRIDED_SLICE: 'Slice (ND)',
  SUB: 'Subtract (ND)',
  TANH: 'Tanh (NC)',
  TRANSPOSE: 'Transpose (ND)',
  TRANSPOSE_CONV: 'Deconvolution (NHWC)',
};

/** Since 2025 some are spelt otherwise. */
const laterSpellings: Readonly<Record<string, string>> = {
  'Leaky ReLU (NC)': 'LeakyReLU (NC)',
  'PReLU (NC)': 'PReLU (ND)',
  'Squared Difference (NC)': 'Squared Difference (ND)',
  'Tanh (NC)': 'TanH (NC)',
};

/** Kernels that only move values are named for their width. */
const movers: ReadonlySet<string> = new Set([
  'CONCATENATION',
  'DEPTH_TO_SPACE',
  'EXPAND_DIMS',
  'PAD',
  'RESHAPE',
  'SLICE',
  'SPACE_TO_DEPTH',
  'SPLIT',
  'STRIDED_SLICE',
  'TRANSPOSE',
]);
const copies: ReadonlySet<string> = new Set(['CONCATENATION', 'EXPAND_DIMS', 'RESHAPE', 'SPLIT']);
/** Kernels that compare stored values, whatever these are scaled by. */
const comparers: ReadonlySet<string> = new Set([
  'MAX_POOL_2D',
  'RELU',
  'RELU6',
  'RELU_N1_TO_1',
  'RESIZE_BILINEAR',
]);
const sums: ReadonlySet<string> = new Set(['ADD', 'DIV', 'MUL', 'SUB']);

/** What XNNPACK calls the kernels of an operation that it takes over, in order. */
export function kernelNames(graph: Graph, index: number, xnnpack: Xnnpack): string[] {
  const operation = graph.operations[index] as Operation;
  const { operator, attributes } = operation;
  const own = `${nameOf(graph, operation, xnnpack)}${suffixOf(graph, index, xnnpack)}`;
  const isClamped = (attributes['fusedActivation'] ?? 'NONE') !== 'NONE';
  if (xnnpack.clamps === 'after' && isClamped && sums.has(operator)) {
    return [own, xnnpack.naming === 'elementwise' ? unary : 'Clamp (NC)'];
  }
  const losesAxes = operator === 'MEAN' && attributes['keepDims'] === false;
  return losesAxes && xnnpack.naming === 'named' ? [own, 'Static Reshape (NC)'] : [own];
}

const unary = 'Unary Elementwise (NC)';

/** A window of one element is no pooling. */
function isClampOnly({ attributes }: Operation): boolean {
  return attributes['filterHeight'] === 1 && attributes['filterWidth'] === 1;
}

function nameOf(graph: Graph, operation: Operation, xnnpack: Xnnpack): string {
  const operator = isClampOnly(operation) ? 'RELU' : operation.operator;
  const { naming } = xnnpack;
  if (copies.has(operator)) {
    const isReshape = operator === 'RESHAPE' || operator === 'EXPAND_DIMS';
    if (naming === 'named' && isReshape)
      return operator === 'RESHAPE' ? 'Static Reshape (NC)' : 'Static Expand Dims (NC)';
    return typed('Copy (NC)', graph, operation);
  }
  if (operator === 'MEAN') {
    return naming === 'typed' ? typed('Global Average Pooling (NWC)', graph, operation) : 'Mean (ND)';
  }
  if (operator === 'SUM')
    return naming === 'typed' ? typed('Global Sum Pooling (NWC)', graph, operation) : 'Sum (ND)';
  if (operator === 'AVERAGE_POOL_2D') return typed('Average Pooling (NHWC)', graph, operation);
  if (operator === 'CONV_2D' || operator === 'DEPTHWISE_CONV_2D')
    return typed('Convolution (NHWC)', graph, operation);
  if (operator === 'FULLY_CONNECTED') return typed('Fully Connected (NC)', graph, operation);
  const name = names[operator] ?? operator;
  if (naming === 'typed') return typed(name, graph, operation);
  const collective = collectiveName(kernelFamily(name));
  if (collective === undefined) return typed(name, graph, operation);
  return naming === 'elementwise' ? collective : (laterSpellings[name] ?? name);
}

/** `Add (ND)` → `Add (ND, F32)`. */
function typed(name: string, graph: Graph, operation: Operation): string {
  return name.replace(/\)$/, `, ${typeTag(graph, operation)})`);
}

function typeTag(graph: Graph, { operator, inputs, outputs }: Operation): string {
  const output = graph.tensors[outputs[0] ?? -1];
  const bits = output?.type === 'float32' ? '32' : '8';
  if (movers.has(operator)) return `X${bits}`;
  if (operator === 'QUANTIZE' || operator === 'DEQUANTIZE') {
    const [from, to] = [quantizedTag(graph.tensors[inputs[0] ?? -1]), quantizedTag(output)];
    return from === to ? from : `${from}, ${to}`;
  }
  const tag = quantizedTag(output);
  if (comparers.has(operator)) return tag.replace('Q', '');
  const weights = graph.tensors[inputs[1] ?? -1];
  const isConvolution = operator === 'CONV_2D' || operator === 'DEPTHWISE_CONV_2D';
  const isPerChannel = isConvolution && tag === 'QS8' && (weights?.quantization?.scales.length ?? 0) > 1;
  return isPerChannel ? 'QC8' : tag;
}

function quantizedTag(tensor: Tensor | undefined): string {
  if (tensor?.type === 'int8') return 'QS8';
  return tensor?.type === 'uint8' ? 'QU8' : 'F32';
}

/** The kind of microkernel, as it is printed behind the name. */
function suffixOf(graph: Graph, index: number, { naming, depthwiseWindows }: Xnnpack): string {
  const operation = graph.operations[index] as Operation;
  const { operator, attributes, inputs, outputs } = operation;
  if (isClampOnly(operation)) return '';
  const microkernel = microkernelOf(graph, index, depthwiseWindows);
  if (microkernel !== undefined) return ` ${microkernel}`;
  if (operator === 'AVERAGE_POOL_2D') {
    const [, height, width] = graph.tensors[inputs[0] ?? -1]?.shape ?? [];
    const [, rows, columns] = graph.tensors[outputs[0] ?? -1]?.shape ?? [];
    const reach = (count: unknown, stride: unknown, window: unknown) =>
      (Number(count) - 1) * Number(stride) + Number(window);
    const isPadded =
      reach(rows, attributes['strideHeight'], attributes['filterHeight']) > Number(height) ||
      reach(columns, attributes['strideWidth'], attributes['filterWidth']) > Number(width);
    return isPadded ? ' Pixelwise Average Pooling' : ' Average Pooling';
  }
  if (naming === 'typed') return '';
  if (operator === 'MEAN' || operator === 'SUM')
    return naming === 'named' ? ' Reduce2' : operator === 'MEAN' ? ' Mean' : ' Sum';
  if (operator === 'BATCH_MATMUL') return ' GEMM';
  return operator === 'TRANSPOSE' ? ' Transpose' : '';
}
