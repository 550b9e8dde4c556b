import { GraphError } from '../errors.js';
import { dimension, elementCount } from '../model/shape.js';
import type { Operation } from '../model/graph.js';
import type { Shape, Tensor } from '../model/tensor.js';
import { scaledChannels, type Variation } from './variation.js';

/** An operation that is varied, with what it read before and reads now. */
export interface VariedOperation {
  readonly operation: Operation;
  /** Undefined where an optional input is left out. */
  readonly before: readonly (Tensor | undefined)[];
  /** The same for values of other operations, which are known; constants as they were. */
  readonly now: readonly (Tensor | undefined)[];
  /** Whether the channels that it makes are what the network's caller is given. */
  readonly makesResult: boolean;
  /** Whether a PAD of its own stands before it, and grows with its window. */
  readonly isPadded: boolean;
}

/** Shapes that the constants of an operation get, by input; those that stay are not in it. Throws GraphError for an operation that fits no other width. */
export type NewShapes = ReadonlyMap<number, Shape>;

/** Operators without weights of their own that take images of any width and depth as they come, as long as nothing that they read names channels. */
const indifferent = new Set([
  'ABS',
  'ADD',
  'AVERAGE_POOL_2D',
  'CONCATENATION',
  'DEQUANTIZE',
  'DIV',
  'ELU',
  'EXP',
  'FLOOR',
  'GELU',
  'HARD_SWISH',
  'LEAKY_RELU',
  'LOGISTIC',
  'MAXIMUM',
  'MAX_POOL_2D',
  'MEAN',
  'MINIMUM',
  'MUL',
  'NEG',
  'PAD',
  'PRELU',
  'QUANTIZE',
  'REDUCE_MAX',
  'REDUCE_MIN',
  'RELU',
  'RELU6',
  'RELU_N1_TO_1',
  'RESIZE_BILINEAR',
  'RESIZE_NEAREST_NEIGHBOR',
  'RSQRT',
  'SOFTMAX',
  'SPLIT',
  'SQRT',
  'SQUARE',
  'SQUARED_DIFFERENCE',
  'SUB',
  'SUM',
  'TANH',
]);

/** Operators with weights, which decide how many channels there are. */
export const weighing: ReadonlySet<string> = new Set(['CONV_2D', 'FULLY_CONNECTED', 'TRANSPOSE_CONV']);

/** What the weights, biases and other constants of an operation are to be. */
export function newShapes(varied: VariedOperation, variation: Variation): NewShapes {
  switch (varied.operation.operator) {
    case 'CONV_2D':
      return ofConvolution(varied, variation);
    case 'DEPTHWISE_CONV_2D':
      return ofDepthwise(varied, variation);
    case 'FULLY_CONNECTED':
      return ofFullyConnected(varied, variation);
    default:
      return ofOthers(varied);
  }
}

function ofConvolution(varied: VariedOperation, variation: Variation): NewShapes {
  const [before, weights] = varied.before;
  const [now] = varied.now;
  if (before === undefined || weights === undefined || now === undefined) return new Map();
  const [filters = 1, height = 1, width = 1, depth = 1] = weights.shape;
  const groups = dimension(before.shape, 3) / depth;
  const wanted = varied.makesResult ? filters : scaledChannels(filters, variation.width ?? 1);
  if (wanted % groups !== 0 || dimension(now.shape, 3) % groups !== 0)
    throw cannot(varied, `its ${groups} groups`);
  const window = windowOf(varied, [height, width], variation);
  return withBias(varied, wanted, [wanted, ...window, dimension(now.shape, 3) / groups]);
}

function ofDepthwise(varied: VariedOperation, variation: Variation): NewShapes {
  const [before, weights] = varied.before;
  const [now] = varied.now;
  if (before === undefined || weights === undefined || now === undefined) return new Map();
  const [, height = 1, width = 1, filters = 1] = weights.shape;
  const wanted = dimension(now.shape, 3) * (filters / dimension(before.shape, 3));
  return withBias(varied, wanted, [1, ...windowOf(varied, [height, width], variation), wanted]);
}

function ofFullyConnected(varied: VariedOperation, { width = 1 }: Variation): NewShapes {
  const [before, weights] = varied.before;
  const [now] = varied.now;
  if (before === undefined || weights === undefined || now === undefined) return new Map();
  const [units = 1, depth = 1] = weights.shape;
  const wanted = varied.makesResult ? units : scaledChannels(units, width);
  const rows = elementCount(before.shape) / depth;
  return withBias(varied, wanted, [wanted, elementCount(now.shape) / rows]);
}

function withBias({ before }: VariedOperation, filters: number, weights: Shape): NewShapes {
  return new Map<number, Shape>([
    [1, weights],
    ...(before[2] === undefined ? [] : [[2, [filters]] as const]),
  ]);
}

function windowOf(
  { operation, isPadded }: VariedOperation,
  window: readonly [height: number, width: number],
  { kernel }: Variation,
): Shape {
  const keepsSize = isPadded || operation.attributes['padding'] === 'SAME';
  return kernel === undefined || !keepsSize || !isVariedWindow(window) ? window : [kernel, kernel];
}

/** Whether a window is another where kernels are: odd ones that are more than points. */
export function isVariedWindow([height = 1, width = 1]: Shape): boolean {
  return height * width > 1 && height % 2 === 1 && width % 2 === 1;
}

/** Constants beside values of another width: one number a channel becomes one for each channel that there is now. */
function ofOthers(varied: VariedOperation): NewShapes {
  const { before, now, operation } = varied;
  const isWider = before.some((tensor, input) => {
    const other = now[input];
    return (
      tensor !== undefined && other !== undefined && elementCount(tensor.shape) !== elementCount(other.shape)
    );
  });
  if (!isWider || operation.operator === 'RESHAPE') return new Map();
  if (!indifferent.has(operation.operator)) throw cannot(varied, 'what it names of its input');
  const value = before.findIndex((tensor) => tensor !== undefined && tensor.data === undefined);
  const [was, is] = [before[value]?.shape ?? [], now[value]?.shape ?? []].map((shape) =>
    dimension(shape, -1),
  );
  const shapes = new Map<number, Shape>();
  for (const [input, tensor] of before.entries()) {
    if (tensor?.data === undefined || tensor.shape.length === 0 || !/^(float|u?int8|int16)/.test(tensor.type))
      continue;
    if (dimension(tensor.shape, -1) === was && was !== is)
      shapes.set(input, [...tensor.shape.slice(0, -1), is as number]);
  }
  return shapes;
}

/** The shape that a RESHAPE makes now: channels, or what was flattened, take up what there is more or less. */
export function reshaped(shape: Shape, before: Shape, now: Shape): Shape {
  const [was, is] = [elementCount(before), elementCount(now)];
  if (was === is) return shape;
  const channels = [dimension(before, -1), dimension(now, -1)] as const;
  const axes = shape.map((_, axis) => axis).toReversed();
  const axis =
    axes.find((each) => shape[each] === channels[0]) ??
    axes.find(
      (each) => (shape[each] as number) > 1 && Number.isInteger(((shape[each] as number) * is) / was),
    );
  if (axis === undefined) return shape;
  return shape.map((size, each) => (each === axis ? (size * is) / was : size));
}

function cannot({ operation }: VariedOperation, reason: string): GraphError {
  return new GraphError('NETWORK_NOT_VARIED', `${operation.operator} fits no other width by ${reason}`, {
    operator: operation.operator,
  });
}
