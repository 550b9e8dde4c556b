import type { AttributeValue } from '../../model/graph.js';
import type { DelegationView } from './delegation-view.js';
import { runtimeLevel, type RuntimeLevel } from './runtime-level.js';

/** What the delegate takes of an operator: since which version of float32 and of quantized tensors, and under which condition. */
export interface DelegationRule {
  readonly float?: RuntimeLevel;
  readonly quantized?: RuntimeLevel;
  /** From one of the two to the other. */
  readonly mixed?: RuntimeLevel;
  readonly accepts?: (view: DelegationView, version: RuntimeLevel) => boolean;
}

const [v2_3, v2_6, v2_10, v2_13, v2_14, v2_16, v2_18, v2_20] = [
  '2.3',
  '2.6',
  '2.10',
  '2.13',
  '2.14',
  '2.16',
  '2.18',
  '2.20',
].map(runtimeLevel) as [number, number, number, number, number, number, number, number];

const float = { float: v2_3 };
const both = { float: v2_3, quantized: v2_6 };

const clampActivations: ReadonlySet<AttributeValue> = new Set(['NONE', 'RELU', 'RELU6', 'RELU_N1_TO_1']);

function hasClamp({ operation }: DelegationView): boolean {
  return clampActivations.has(operation.attributes['fusedActivation'] ?? 'NONE');
}

/** Weights, and biases where there are any, are constants. */
function isWeighted(view: DelegationView): boolean {
  return hasClamp(view) && view.isConstant(1) && (view.inputs[2] === undefined || view.isConstant(2));
}

function isWeightedWithBias(view: DelegationView): boolean {
  return isWeighted(view) && view.inputs[2] !== undefined;
}

/** Strides reach no further than windows; a window of one element has no stride. */
function isPool(view: DelegationView): boolean {
  const { strideWidth, strideHeight, filterWidth, filterHeight } = view.operation.attributes;
  return (
    hasClamp(view) &&
    Number(strideWidth) <= Number(filterWidth) &&
    Number(strideHeight) <= Number(filterHeight)
  );
}

const others = (from: number) => (view: DelegationView) =>
  view.inputs.every(
    (tensor, position) => position < from || tensor === undefined || view.isConstant(position),
  );

/** All rows and columns of images; from 2.16 on whatever axes. */
function isReduction(view: DelegationView, version: RuntimeLevel): boolean {
  if (!view.isConstant(1)) return false;
  if (version >= v2_16) return true;
  const [x, axes] = view.inputs;
  const rank = x?.shape.length ?? 0;
  if (rank !== 4 || !(axes?.data instanceof Uint8Array) || axes.type !== 'int32') return false;
  const bytes = new DataView(axes.data.buffer, axes.data.byteOffset, axes.data.byteLength);
  const named = new Set<number>();
  for (let at = 0; at < bytes.byteLength; at += 4) named.add((bytes.getInt32(at, true) + rank) % rank);
  return named.size === 2 && named.has(1) && named.has(2);
}

function mostInputs(version: RuntimeLevel): number {
  if (version >= v2_20) return Infinity;
  return version >= v2_13 ? 5 : 4;
}

function hasUnitStrides({ operation }: DelegationView): boolean {
  const { ellipsisMask = 0, newAxisMask = 0, shrinkAxisMask = 0 } = operation.attributes;
  return ellipsisMask === 0 && newAxisMask === 0 && shrinkAxisMask === 0;
}

/**
 * What the delegate takes over, by operator. From tensorflow/lite/delegates/xnnpack: README.md and xnnpack_delegate.cc. All of 2.12
 * was checked against the virtual phone's runtime and all of 2.19 that its outputs hold; when an operator came in between is known to
 * within a release or two.
 */
export const delegationRules: Readonly<Record<string, DelegationRule>> = {
  ABS: float,
  ADD: { ...both, accepts: hasClamp },
  AVERAGE_POOL_2D: { ...float, accepts: isPool },
  BATCH_MATMUL: { float: v2_14 },
  CEIL: float,
  CONCATENATION: {
    float: v2_6,
    quantized: v2_6,
    accepts: ({ operation, inputs }, version) =>
      operation.attributes['fusedActivation'] === 'NONE' &&
      inputs.length >= 2 &&
      inputs.length <= mostInputs(version),
  },
  CONV_2D: { ...both, accepts: isWeightedWithBias },
  COS: { float: v2_20 },
  DEPTH_TO_SPACE: both,
  DEPTHWISE_CONV_2D: { ...both, accepts: isWeightedWithBias },
  DEQUANTIZE: { mixed: v2_6 },
  DIV: { ...float, accepts: hasClamp },
  ELU: { float: v2_3, quantized: v2_10 },
  EXP: { float: v2_18 },
  EXPAND_DIMS: { float: v2_13, quantized: v2_13, accepts: others(1) },
  FLOOR: float,
  FULLY_CONNECTED: {
    ...both,
    accepts: (view, version) => hasClamp(view) && (version >= v2_14 || isWeighted(view)),
  },
  GELU: { float: v2_18 },
  HARD_SWISH: float,
  LEAKY_RELU: { float: v2_3, quantized: v2_10 },
  LOG: { float: v2_18 },
  LOGISTIC: { float: v2_3, quantized: v2_10 },
  MAX_POOL_2D: { ...both, accepts: isPool },
  MAXIMUM: float,
  MEAN: { ...both, accepts: isReduction },
  MINIMUM: float,
  MUL: { ...both, accepts: hasClamp },
  NEG: float,
  PAD: { ...both, accepts: others(1) },
  PRELU: { ...float, accepts: others(1) },
  QUANTIZE: { mixed: v2_6, quantized: v2_10 },
  RELU: float,
  RELU6: float,
  RELU_N1_TO_1: float,
  RESHAPE: { float: v2_3, quantized: v2_13, accepts: others(1) },
  RESIZE_BILINEAR: { ...both, accepts: others(1) },
  ROUND: float,
  RSQRT: { float: v2_16 },
  SIGN: { float: v2_20 },
  SIN: { float: v2_20 },
  SLICE: { float: v2_13, quantized: v2_13, accepts: others(1) },
  SOFTMAX: { ...float, accepts: ({ operation }) => operation.attributes['beta'] === 1 },
  SPACE_TO_DEPTH: both,
  SPLIT: {
    float: v2_6,
    quantized: v2_6,
    accepts: (view) => view.isConstant(0) && view.outputs.length >= 2 && view.outputs.length <= 4,
  },
  SQRT: float,
  SQUARE: float,
  SQUARED_DIFFERENCE: float,
  STRIDED_SLICE: {
    float: v2_13,
    quantized: v2_13,
    accepts: (view) => others(1)(view) && hasUnitStrides(view),
  },
  SUB: { ...both, accepts: hasClamp },
  SUM: { float: v2_16, quantized: v2_16, accepts: isReduction },
  TANH: { float: v2_14, quantized: v2_10 },
  TRANSPOSE: { ...both, accepts: others(1) },
  TRANSPOSE_CONV: { ...both, accepts: (view) => view.isConstant(0) && view.isConstant(1) },
};
