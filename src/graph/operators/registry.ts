import { GraphError } from '../errors.js';
import { abs } from './abs.js';
import { add } from './add.js';
import { argMax } from './arg-max.js';
import { averagePool2d } from './average-pool-2d.js';
import { batchMatmul } from './batch-matmul.js';
import { cast } from './cast.js';
import { concatenation } from './concatenation.js';
import { conv2d } from './conv-2d.js';
import { cos } from './cos.js';
import type { OperatorDefinition } from './definition/operator.js';
import { densify } from './densify.js';
import { depthToSpace } from './depth-to-space.js';
import { depthwiseConv2d } from './depthwise-conv-2d.js';
import { dequantize } from './dequantize.js';
import { div } from './div.js';
import { elu } from './elu.js';
import { exp } from './exp.js';
import { expandDims } from './expand-dims.js';
import { floor } from './floor.js';
import { fullyConnected } from './fully-connected.js';
import { gather } from './gather.js';
import { gelu } from './gelu.js';
import { hardSwish } from './hard-swish.js';
import { l2Normalization } from './l2-normalization.js';
import { leakyRelu } from './leaky-relu.js';
import { log } from './log.js';
import { logistic } from './logistic.js';
import { maxPool2d } from './max-pool-2d.js';
import { maximum } from './maximum.js';
import { mean } from './mean.js';
import { minimum } from './minimum.js';
import { mirrorPad } from './mirror-pad.js';
import { mul } from './mul.js';
import { neg } from './neg.js';
import { pack } from './pack.js';
import { pad } from './pad.js';
import { padV2 } from './padv2.js';
import { pow } from './pow.js';
import { prelu } from './prelu.js';
import { quantize } from './quantize.js';
import { reduceMax } from './reduce-max.js';
import { reduceMin } from './reduce-min.js';
import { reluN1To1 } from './relu-n1-to-1.js';
import { relu } from './relu.js';
import { relu6 } from './relu6.js';
import { reshape } from './reshape.js';
import { resizeBilinear } from './resize-bilinear.js';
import { resizeNearestNeighbor } from './resize-nearest-neighbor.js';
import { rsqrt } from './rsqrt.js';
import { sin } from './sin.js';
import { slice } from './slice.js';
import { softmax } from './softmax.js';
import { spaceToDepth } from './space-to-depth.js';
import { splitV } from './split-v.js';
import { split } from './split.js';
import { sqrt } from './sqrt.js';
import { square } from './square.js';
import { squaredDifference } from './squared-difference.js';
import { squeeze } from './squeeze.js';
import { stridedSlice } from './strided-slice.js';
import { sub } from './sub.js';
import { sum } from './sum.js';
import { tanh } from './tanh.js';
import { tile } from './tile.js';
import { transposeConv } from './transpose-conv.js';
import { transpose } from './transpose.js';
import { unpack } from './unpack.js';
import { where } from './where.js';

/** Every operator that this program knows, by the name TFLite gives it. */
const definitions: readonly OperatorDefinition[] = [
  abs,
  add,
  argMax,
  averagePool2d,
  batchMatmul,
  cast,
  concatenation,
  conv2d,
  cos,
  densify,
  depthToSpace,
  depthwiseConv2d,
  dequantize,
  div,
  elu,
  exp,
  expandDims,
  floor,
  fullyConnected,
  gather,
  gelu,
  hardSwish,
  l2Normalization,
  leakyRelu,
  log,
  logistic,
  maxPool2d,
  maximum,
  mean,
  minimum,
  mirrorPad,
  mul,
  neg,
  pack,
  pad,
  padV2,
  pow,
  prelu,
  quantize,
  reduceMax,
  reduceMin,
  relu,
  reluN1To1,
  relu6,
  reshape,
  resizeBilinear,
  resizeNearestNeighbor,
  rsqrt,
  sin,
  slice,
  softmax,
  spaceToDepth,
  split,
  splitV,
  sqrt,
  square,
  squaredDifference,
  squeeze,
  stridedSlice,
  sub,
  sum,
  tanh,
  tile,
  transpose,
  transposeConv,
  unpack,
  where,
];

const byName: ReadonlyMap<string, OperatorDefinition> = new Map(
  definitions.map((definition) => [definition.name, definition]),
);

const byBuiltinCode: ReadonlyMap<number, OperatorDefinition> = new Map(
  definitions.map((definition) => [definition.builtinCode, definition]),
);

/** Names of all known operators, in alphabetical order. */
export const operatorNames: readonly string[] = [...byName.keys()].sort();

/** The definition of an operator; `undefined` for custom and unknown ones. */
export function findOperator(name: string): OperatorDefinition | undefined {
  return byName.get(name);
}

/** The definition of an operator. Throws {@link GraphError} `UNKNOWN_OPERATOR`. */
export function operatorNamed(name: string): OperatorDefinition {
  const definition = byName.get(name);
  if (definition === undefined)
    throw new GraphError('UNKNOWN_OPERATOR', `no operator is called ${name}`, { name });
  return definition;
}

/** The definition stored in a file under a code of the schema's `BuiltinOperator`; `undefined` for an unknown one. */
export function operatorOfBuiltinCode(code: number): OperatorDefinition | undefined {
  return byBuiltinCode.get(code);
}
