import {
  parseBatchMatmul,
  parseConvolution,
  parseCustomTransposed,
  parseDepthwise,
  parseFullyConnected,
  parseTransposed,
} from './convolutions.js';
import { parseBinary, parsePrelu, parseUnary } from './elementwise.js';
import { parseConcatenation, parsePack, parseReshape, parseSplit, parseUnpack } from './joining.js';
import type { OperationReader } from './operation-reader.js';
import { parseDensify, parseDequantize, parseQuantize } from './quantizing.js';
import { parseMean, parseReduction } from './reductions.js';
import { parsePair, parseSelect } from './selecting.js';
import { parseGather, parsePad, parsePool, parseSlice, parseStridedSlice } from './shaping.js';

/** Makes nodes of an operation. */
export type OperationParser = (reader: OperationReader) => void;

/** The delegate's names of operations that read one value, element by element or otherwise. */
const unaryTypes: Readonly<Record<string, string>> = {
  ABS: 'abs',
  CAST: 'cast',
  COS: 'cos',
  CUMSUM: 'cumsum',
  DEPTH_TO_SPACE: 'depth_to_space',
  ELU: 'elu',
  EXP: 'exp',
  FLOOR: 'floor',
  GELU: 'gelu',
  HARD_SWISH: 'hard_swish',
  LEAKY_RELU: 'relu',
  LOG: 'log',
  LOGISTIC: 'sigmoid',
  NEG: 'neg',
  ONE_HOT: 'one_hot',
  RELU: 'relu',
  RELU6: 'relu',
  RELU_N1_TO_1: 'relu',
  RESIZE_BILINEAR: 'resize',
  RESIZE_NEAREST_NEIGHBOR: 'resize',
  RSQRT: 'rsqrt',
  SIGN: 'sign',
  SIN: 'sin',
  SOFTMAX: 'softmax',
  SPACE_TO_DEPTH: 'space_to_depth',
  SQRT: 'sqrt',
  SQUARE: 'square',
  TANH: 'tanh',
  TILE: 'tile',
  TRANSPOSE: 'transpose',
};

/** The delegate's names of operations that read two values element by element. */
const binaryTypes: Readonly<Record<string, string>> = {
  ADD: 'add',
  ADD_N: 'add',
  DIV: 'div',
  EQUAL: 'equal',
  FLOOR_DIV: 'floor_div',
  FLOOR_MOD: 'floor_mod',
  GREATER: 'greater',
  GREATER_EQUAL: 'greater_equal',
  LESS: 'less',
  LESS_EQUAL: 'less_equal',
  LOGICAL_AND: 'logical_and',
  MAXIMUM: 'maximum',
  MINIMUM: 'minimum',
  MUL: 'mul',
  NOT_EQUAL: 'not_equal',
  POW: 'pow',
  SQUARED_DIFFERENCE: 'squared_diff',
  SUB: 'subtract',
};

/** How each operator is read (`NewOperationParser` in common/model_builder.cc). */
export const parsers: ReadonlyMap<string, OperationParser> = new Map<string, OperationParser>([
  ...Object.entries(unaryTypes).map(([operator, type]) => [operator, parseUnary(type)] as const),
  ...Object.entries(binaryTypes).map(([operator, type]) => [operator, parseBinary(type)] as const),
  ['AVERAGE_POOL_2D', parsePool],
  ['BATCH_MATMUL', parseBatchMatmul],
  ['CONCATENATION', parseConcatenation],
  ['CONV_2D', parseConvolution],
  ['DENSIFY', parseDensify],
  ['DEPTHWISE_CONV_2D', parseDepthwise],
  ['DEQUANTIZE', parseDequantize],
  ['FULLY_CONNECTED', parseFullyConnected],
  ['GATHER', parseGather],
  ['MAX_POOL_2D', parsePool],
  ['MEAN', parseMean],
  ['MIRROR_PAD', parsePad],
  ['PACK', parsePack],
  ['PAD', parsePad],
  ['PADV2', parsePad],
  ['PRELU', parsePrelu],
  ['QUANTIZE', parseQuantize],
  ['REDUCE_MAX', parseReduction('reduce_maximum')],
  ['REDUCE_MIN', parseReduction('reduce_minimum')],
  ['REDUCE_PROD', parseReduction('reduce_product')],
  ['RESHAPE', (reader) => parseReshape(reader)],
  ['SELECT', parseSelect],
  ['SELECT_V2', parseSelect],
  ['SLICE', parseSlice],
  ['SPLIT', parseSplit(1, 0)],
  ['SPLIT_V', parseSplit(0, 2)],
  ['STRIDED_SLICE', parseStridedSlice],
  ['SUM', parseReduction('reduce_sum')],
  ['TRANSPOSE_CONV', parseTransposed],
  ['UNPACK', parseUnpack],
  ['CUSTOM:Convolution2DTransposeBias', parseCustomTransposed],
  ['CUSTOM:MaxPoolingWithArgmax2D', parsePool],
  ['CUSTOM:MaxUnpooling2D', parsePair('max_unpooling')],
  ['CUSTOM:Resampler', parsePair('resampler')],
]);
