import type { Operation } from '../../../model/graph.js';
import type { TfliteView } from '../model/tflite-view.js';
import { checksByOperator, type OperationCheck } from './operation-checks.js';
import { furtherTypes, tensorsAreAllowed, type OperatorTypes } from './tensor-types.js';

/**
 * Newest version of an operator that the delegate reads (`IsSupported` in common/model_builder.cc); operators that are not here are read in
 * any version. Only files say versions: what this program builds itself has the lowest one.
 */
const newestVersion: Readonly<Record<string, number>> = {
  CONCATENATION: 2,
  CONV_2D: 6,
  CUMSUM: 1,
  DENSIFY: 1,
  DEPTHWISE_CONV_2D: 6,
  DEQUANTIZE: 3,
  FULLY_CONNECTED: 9,
  GATHER: 1,
  ONE_HOT: 1,
  PRELU: 1,
  PAD: 2,
  PADV2: 2,
  MIRROR_PAD: 2,
  AVERAGE_POOL_2D: 2,
  MAX_POOL_2D: 2,
  QUANTIZE: 2,
  RELU: 2,
  RELU6: 2,
  RELU_N1_TO_1: 2,
  LEAKY_RELU: 2,
  RESHAPE: 1,
  RESIZE_BILINEAR: 3,
  RESIZE_NEAREST_NEIGHBOR: 3,
  SELECT: 1,
  SELECT_V2: 1,
  SLICE: 2,
  SOFTMAX: 2,
  SPACE_TO_DEPTH: 2,
  STRIDED_SLICE: 4,
  TRANSPOSE: 4,
  TRANSPOSE_CONV: 3,
  MUL: 3,
  ...Object.fromEntries(
    ['ABS', 'ADD', 'ADD_N', 'COS', 'DIV', 'ELU', 'EQUAL', 'EXP', 'FLOOR', 'FLOOR_DIV', 'FLOOR_MOD', 'GELU']
      .concat(['GREATER', 'GREATER_EQUAL', 'LESS', 'LESS_EQUAL', 'LOG', 'LOGICAL_AND', 'LOGISTIC', 'MAXIMUM'])
      .concat(['MINIMUM', 'NEG', 'NOT_EQUAL', 'POW', 'RSQRT', 'SIGN', 'SIN', 'SQRT', 'SQUARE'])
      .concat(['SQUARED_DIFFERENCE', 'SUB', 'TANH'])
      .map((operator) => [operator, 2]),
  ),
};

/**
 * How many inputs the delegate reads of operators that this program has no definition of, for whose operations the reader of files does not
 * ask: an operation that lacks one of them cannot be prepared by any runtime, and is left where it is.
 */
const inputsRead: Readonly<Record<string, number>> = {
  ADD_N: 2,
  CUMSUM: 2,
  ONE_HOT: 4,
  SELECT: 3,
  SELECT_V2: 3,
  SIGN: 1,
  'CUSTOM:Convolution2DTransposeBias': 2,
  'CUSTOM:MaxPoolingWithArgmax2D': 1,
  'CUSTOM:MaxUnpooling2D': 2,
  'CUSTOM:Resampler': 2,
  ...Object.fromEntries(
    ['EQUAL', 'FLOOR_DIV', 'FLOOR_MOD', 'GREATER', 'GREATER_EQUAL', 'LESS', 'LESS_EQUAL', 'LOGICAL_AND']
      .concat(['NOT_EQUAL', 'REDUCE_PROD'])
      .map((operator) => [operator, 2]),
  ),
};

/** What the delegate asks of an operator's operations. */
interface OperatorRule {
  readonly check: OperationCheck;
  readonly newestVersion: number;
  readonly inputsRead: number;
  readonly types: OperatorTypes | undefined;
}

const rules: ReadonlyMap<string, OperatorRule> = new Map(
  [...checksByOperator].map(([operator, check]) => [
    operator,
    {
      check,
      newestVersion: newestVersion[operator] ?? Infinity,
      inputsRead: inputsRead[operator] ?? 0,
      types: furtherTypes[operator],
    },
  ]),
);

/** Whether the delegate says that it can execute an operation, before it looks closer. */
export function isSupported(view: TfliteView, operation: Operation): boolean {
  const rule = rules.get(operation.operator);
  if (rule === undefined || (operation.version ?? 1) > rule.newestVersion) return false;
  const inputs = view.inputsOf(operation);
  if (operation.outputs.length === 0) return false;
  for (let position = 0; position < rule.inputsRead; position++) {
    if ((inputs[position] ?? -1) < 0) return false;
  }
  return rule.check(view, operation, inputs) && tensorsAreAllowed(view, operation, inputs, rule.types);
}
