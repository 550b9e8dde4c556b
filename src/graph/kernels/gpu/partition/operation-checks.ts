import type { Attributes, Operation } from '../../../model/graph.js';
import { elementCount } from '../../../model/shape.js';
import type { TfliteView } from '../model/tflite-view.js';
import { readersAndWriters } from './neighbours.js';
import { broadcastIsSupported, isSelectable, oneHotIsSupported } from './shape-checks.js';

/** What an operator's parser and `CheckGpuDelegateCompatibility` (tools/versioning/gpu_compatibility.cc) ask of an operation. */
export type OperationCheck = (view: TfliteView, operation: Operation, inputs: readonly number[]) => boolean;

/** Number of inputs that are neither constant nor left out. */
export function runtimeCount(view: TfliteView, inputs: readonly number[]): number {
  let count = 0;
  for (const index of inputs) if (view.isRuntime(index)) count++;
  return count;
}

/** Number of inputs that the file stores. */
export function constantCount(view: TfliteView, inputs: readonly number[]): number {
  let count = 0;
  for (const index of inputs) if (index >= 0 && view.isConstant(index)) count++;
  return count;
}

const always: OperationCheck = () => true;
const oneToOne: OperationCheck = (view, { outputs }, inputs) =>
  outputs.length === 1 && runtimeCount(view, inputs) === 1;
const oneArgument: OperationCheck = (view, operation, inputs) =>
  constantCount(view, inputs) === 0 && oneToOne(view, operation, inputs);

const twoArguments: OperationCheck = (view, { outputs, attributes }, inputs) => {
  if (outputs.length !== 1 || !activationIsSupported(attributes)) return false;
  const [runtime, constant] = [runtimeCount(view, inputs), constantCount(view, inputs)];
  return (runtime === 2 && constant === 0) || (runtime === 1 && constant === 1);
};

const addition: OperationCheck = (view, _operation, inputs) =>
  inputs.length === 2 && broadcastIsSupported(view, inputs);

const multiplication: OperationCheck = (view, operation, inputs) =>
  addition(view, operation, inputs) && activationIsSupported(operation.attributes);

const convolution: OperationCheck = (view, { attributes, outputs }, inputs) =>
  outputs.length === 1 &&
  runtimeCount(view, inputs) <= 2 &&
  inputs.length >= 2 &&
  stridesArePositive(attributes) &&
  (attributes['dilationHeight'] as number) > 0 &&
  (attributes['dilationWidth'] as number) > 0 &&
  activationIsSupported(attributes);

/** A multiplier other than 1 is for one channel only (until 2024; `delegateChanges` in ../runtime-version.ts). */
const depthwiseConvolution: OperationCheck = (view, operation, inputs) => {
  if (!convolution(view, operation, inputs)) return false;
  const [input, filter] = [view.shape(inputs[0] as number), view.shape(inputs[1] as number)];
  const output = view.shape(operation.outputs[0] as number);
  if (input.length !== 4 || filter.length !== 4 || output.length !== 4 || input[0] !== output[0])
    return false;
  const multiplier = operation.attributes['depthMultiplier'] as number;
  const channels = input[3] as number;
  const bias = inputs[2] ?? -1;
  return (
    filter[3] === output[3] &&
    output[3] === channels * multiplier &&
    (bias < 0 || elementCount(view.shape(bias)) === output[3]) &&
    (multiplier === 1 || channels === 1)
  );
};

const transposedConvolution: OperationCheck = (view, { attributes, outputs }, inputs) =>
  outputs.length === 1 && runtimeCount(view, inputs) <= 2 && stridesArePositive(attributes);

const pooling: OperationCheck = (view, operation, inputs) =>
  oneToOne(view, operation, inputs) &&
  (operation.attributes['filterHeight'] as number) > 0 &&
  (operation.attributes['filterWidth'] as number) > 0 &&
  stridesArePositive(operation.attributes) &&
  activationIsSupported(operation.attributes);

const fullyConnected: OperationCheck = (view, { attributes, outputs }, inputs) => {
  if (attributes['weightsFormat'] !== 'DEFAULT' || runtimeCount(view, inputs) > 2) return false;
  if (attributes['keepNumDims'] !== true) return true;
  return view.shape(inputs[0] as number).length === view.shape(outputs[0] as number).length;
};

const reduction: OperationCheck = (view, operation, inputs) => {
  const axes = inputs[1] ?? -1;
  return (
    axes >= 0 && view.isConstant(axes) && view.type(axes) === 'int32' && oneToOne(view, operation, inputs)
  );
};

const mean: OperationCheck = (view, operation, inputs) =>
  constantCount(view, inputs) === 1 && reduction(view, operation, inputs);

const padding: OperationCheck = (view, operation, inputs) => {
  if (operation.attributes['mode'] === 'SYMMETRIC' || !oneToOne(view, operation, inputs)) return false;
  const [rows, columns, ...others] = view.shape(inputs[1] as number);
  return (rows === 3 || rows === 4) && columns === 2 && others.length === 0;
};

const slicing: OperationCheck = (view, _operation, inputs) =>
  inputs.length >= 3 && [3, 4].includes(view.shape(inputs[0] as number).length);

const stridedSlicing: OperationCheck = (view, { attributes }, inputs) =>
  inputs.length >= 4 &&
  attributes['ellipsisMask'] === 0 &&
  attributes['newAxisMask'] === 0 &&
  attributes['shrinkAxisMask'] === 0 &&
  [3, 4].includes(view.shape(inputs[0] as number).length);

const gathering: OperationCheck = (view, operation, inputs) => {
  const indices = inputs[1] ?? -1;
  if (!twoArguments(view, operation, inputs) || indices < 0) return false;
  return view.shape(indices).length === 1 && view.type(indices) === 'int32';
};

const blocks: OperationCheck = (view, operation, inputs) =>
  oneToOne(view, operation, inputs) && (operation.attributes['blockSize'] as number) > 1;

const resizing: OperationCheck = (view, operation, inputs) =>
  oneToOne(view, operation, inputs) &&
  (operation.operator !== 'RESIZE_BILINEAR' ||
    operation.attributes['alignCorners'] !== true ||
    operation.attributes['halfPixelCenters'] !== true);

const casting: OperationCheck = (view, operation, inputs) => {
  if (!oneToOne(view, operation, inputs)) return false;
  const [from, to] = [view.type(inputs[0] as number), view.type(operation.outputs[0] as number)];
  const fromFloat = from === 'float16' || from === 'float32';
  if (from === 'bool')
    return (to === 'float16' || to === 'float32') && castFromBoolIsSupported(view, operation);
  if (to === 'bool') return fromFloat;
  return (from === 'float32' || from === 'int32') && (to === 'float32' || to === 'int32');
};

/** What a comparison made must go into this cast alone, and the cast's result be read once. */
function castFromBoolIsSupported(view: TfliteView, { inputs, outputs }: Operation): boolean {
  const source = readersAndWriters(view.graph, inputs[0] as number);
  if (source.writers !== 1 || source.readers.length !== 1) return false;
  return readersAndWriters(view.graph, outputs[0] as number).readers.length === 1;
}

/** A comparison is only executed for one CAST or SELECT that makes a floating-point value of it. */
const comparison: OperationCheck = (view, { outputs }) => {
  const { readers, writers } = readersAndWriters(view.graph, outputs[0] as number);
  const [reader, ...others] = readers;
  if (writers !== 1 || reader === undefined || others.length > 0) return false;
  const type = view.type(reader.outputs[0] as number);
  return (
    ['CAST', 'SELECT', 'SELECT_V2'].includes(reader.operator) && (type === 'float16' || type === 'float32')
  );
};

const customTransposedConvolution: OperationCheck = (_view, { customOptions }, inputs) =>
  inputs.length > 1 && customOptions !== undefined && customOptions.length > 0;
const customPooling: OperationCheck = (view, { outputs, customOptions }, inputs) =>
  customOptions !== undefined && outputs.length === 2 && runtimeCount(view, inputs) === 1;
const customPair: OperationCheck = (view, { outputs }, inputs) =>
  outputs.length === 1 && runtimeCount(view, inputs) === 2;

function activationIsSupported(attributes: Attributes): boolean {
  return attributes['fusedActivation'] !== 'SIGN_BIT';
}

function stridesArePositive(attributes: Attributes): boolean {
  return (attributes['strideHeight'] as number) > 0 && (attributes['strideWidth'] as number) > 0;
}

const entries: readonly (readonly [OperationCheck, string])[] = [
  [oneArgument, 'ABS COS ELU EXP FLOOR GELU LOG LOGISTIC NEG RSQRT SIGN SIN SQRT SQUARE TANH'],
  [twoArguments, 'DIV FLOOR_DIV FLOOR_MOD LOGICAL_AND MAXIMUM MINIMUM POW SQUARED_DIFFERENCE SUB'],
  [comparison, 'EQUAL NOT_EQUAL GREATER GREATER_EQUAL LESS LESS_EQUAL'],
  [addition, 'ADD'],
  [(_view, _operation, inputs) => inputs.length === 2, 'ADD_N'],
  [multiplication, 'MUL'],
  [(_view, { outputs }, inputs) => inputs.length === 2 && outputs.length === 1, 'BATCH_MATMUL'],
  [always, 'CONCATENATION PACK SPLIT SPLIT_V UNPACK PRELU RELU RELU6 RELU_N1_TO_1 LEAKY_RELU'],
  [convolution, 'CONV_2D'],
  [depthwiseConvolution, 'DEPTHWISE_CONV_2D'],
  [transposedConvolution, 'TRANSPOSE_CONV'],
  [pooling, 'AVERAGE_POOL_2D MAX_POOL_2D'],
  [fullyConnected, 'FULLY_CONNECTED'],
  [mean, 'MEAN'],
  [reduction, 'REDUCE_MAX REDUCE_MIN REDUCE_PROD SUM'],
  [padding, 'PAD PADV2 MIRROR_PAD'],
  [slicing, 'SLICE'],
  [stridedSlicing, 'STRIDED_SLICE'],
  [gathering, 'GATHER'],
  [blocks, 'DEPTH_TO_SPACE SPACE_TO_DEPTH'],
  [resizing, 'RESIZE_BILINEAR RESIZE_NEAREST_NEIGHBOR'],
  [casting, 'CAST'],
  [oneToOne, 'HARD_SWISH QUANTIZE RESHAPE TILE TRANSPOSE'],
  [(_view, { attributes }) => attributes['beta'] === 1, 'SOFTMAX'],
  [
    (view, { inputs, outputs }) =>
      inputs.length === 1 && outputs.length === 1 && view.type(inputs[0] as number) !== 'int16',
    'DEQUANTIZE',
  ],
  [(view, { outputs }, inputs) => outputs.length === 1 && runtimeCount(view, inputs) === 0, 'DENSIFY'],
  [isSelectable, 'SELECT SELECT_V2'],
  [oneHotIsSupported, 'ONE_HOT'],
  [
    (view, _operation, inputs) =>
      inputs.length === 2 &&
      view.isConstant(inputs[1] as number) &&
      view.type(inputs[1] as number) === 'int32',
    'CUMSUM',
  ],
  [customTransposedConvolution, 'CUSTOM:Convolution2DTransposeBias'],
  [customPooling, 'CUSTOM:MaxPoolingWithArgmax2D'],
  [customPair, 'CUSTOM:MaxUnpooling2D CUSTOM:Resampler'],
];

/** The check of each operator that the delegate has a parser for. */
export const checksByOperator: ReadonlyMap<string, OperationCheck> = new Map(
  entries.flatMap(([check, operators]) => operators.split(' ').map((operator) => [operator, check] as const)),
);
