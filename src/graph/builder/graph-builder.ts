import { impossible } from '../errors.js';
import { dimension, elementCount } from '../model/shape.js';
import type { Shape } from '../model/tensor.js';
import { Assembler } from './assembler.js';
import type {
  ActivationKind,
  Conv2dOptions,
  DepthwiseConv2dOptions,
  FullyConnectedOptions,
  FusedOptions,
  GraphBuilderOptions,
  ReductionOptions,
  ResizeOptions,
  Size2d,
  StridedSliceOptions,
  WindowOptions,
  WindowPadding,
} from './layer-options.js';
import type { Value } from './tensor-draft.js';

export type { Value } from './tensor-draft.js';

/**
 * Builds networks from layers. Each method appends the operations of a layer, in TFLite's own terms, and gives the layer's
 * output; `apply` takes any operator by name. See {@link Assembler} for constants, precision, and errors.
 */
export class GraphBuilder extends Assembler {
  constructor(name: string, { precision = 'float32' }: GraphBuilderOptions = {}) {
    super(name, precision);
  }

  /** CONV_2D. A bias is always written: XNNPACK refuses a convolution without one. */
  conv2d(x: Value, options: Conv2dOptions): Value {
    const { filters, kernel, groups = 1, padding = 'SAME', dilation = 1 } = options;
    const channels = dimension(x.shape, 3);
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw impossible(
        'CONV_2D',
        `${groups} groups divide not both ${channels} channels and ${filters} filters`,
      );
    }
    const [height, width] = pair(kernel);
    const type = groups === 1 ? this.weightType : this.plainWeightType;
    const weights = this.weights([filters, height, width, channels / groups], type);
    const [dilationHeight, dilationWidth] = pair(dilation);
    return this.apply('CONV_2D', [this.#padded(x, padding), weights, this.bias([filters])], {
      ...windowAttributes(options, 1, padding),
      dilationHeight,
      dilationWidth,
    });
  }

  depthwiseConv2d(x: Value, options: DepthwiseConv2dOptions): Value {
    const { kernel, multiplier = 1, padding = 'SAME', dilation = 1 } = options;
    const filters = dimension(x.shape, 3) * multiplier;
    const [height, width] = pair(kernel);
    const weights = this.weights([1, height, width, filters]);
    const [dilationHeight, dilationWidth] = pair(dilation);
    return this.apply('DEPTHWISE_CONV_2D', [this.#padded(x, padding), weights, this.bias([filters])], {
      ...windowAttributes(options, 1, padding),
      depthMultiplier: multiplier,
      dilationHeight,
      dilationWidth,
    });
  }

  /** TRANSPOSE_CONV to an image `stride` times the size (SAME), or as large as the windows reach (VALID). */
  transposeConv(
    x: Value,
    options: Omit<Conv2dOptions, 'groups' | 'dilation' | 'padding'> & { padding?: 'SAME' | 'VALID' },
  ): Value {
    const { filters, kernel, stride = 1, padding = 'SAME' } = options;
    const [height, width] = pair(kernel);
    const [strideHeight, strideWidth] = pair(stride);
    const grown = (size: number, step: number, span: number) =>
      padding === 'SAME' ? size * step : (size - 1) * step + span;
    const rows = grown(dimension(x.shape, 1), strideHeight, height);
    const columns = grown(dimension(x.shape, 2), strideWidth, width);
    const shape = this.integers([4], [dimension(x.shape, 0), rows, columns, filters]);
    const weights = this.weights([filters, height, width, dimension(x.shape, 3)], this.plainWeightType);
    return this.apply(
      'TRANSPOSE_CONV',
      [shape, weights, x, this.bias([filters])],
      windowAttributes(options, 1, padding),
    );
  }

  fullyConnected(
    x: Value,
    { units, bias = true, keepDims = false, activation = 'NONE' }: FullyConnectedOptions,
  ): Value {
    const weights = this.weights([units, dimension(x.shape, -1)]);
    const inputs = [x, weights, bias ? this.bias([units]) : null];
    return this.apply('FULLY_CONNECTED', inputs, { fusedActivation: activation, keepNumDims: keepDims });
  }

  maxPool2d(x: Value, options: WindowOptions): Value {
    return this.#pool('MAX_POOL_2D', x, options);
  }

  averagePool2d(x: Value, options: WindowOptions): Value {
    return this.#pool('AVERAGE_POOL_2D', x, options);
  }

  add(a: Value, b: Value, options?: FusedOptions): Value {
    return this.#binary('ADD', a, b, options);
  }

  sub(a: Value, b: Value, options?: FusedOptions): Value {
    return this.#binary('SUB', a, b, options);
  }

  mul(a: Value, b: Value, options?: FusedOptions): Value {
    return this.#binary('MUL', a, b, options);
  }

  div(a: Value, b: Value, options?: FusedOptions): Value {
    return this.#binary('DIV', a, b, options);
  }

  maximum(a: Value, b: Value): Value {
    return this.apply('MAXIMUM', [a, b]);
  }

  minimum(a: Value, b: Value): Value {
    return this.apply('MINIMUM', [a, b]);
  }

  mean(x: Value, options: ReductionOptions): Value {
    return this.reduce('MEAN', x, options);
  }

  /** MEAN, SUM, REDUCE_MAX or REDUCE_MIN. */
  reduce(
    operator: 'MEAN' | 'SUM' | 'REDUCE_MAX' | 'REDUCE_MIN',
    x: Value,
    { axes, keepDims = false }: ReductionOptions,
  ): Value {
    return this.apply(operator, [x, this.integers([axes.length], axes)], { keepDims });
  }

  concatenation(
    xs: readonly Value[],
    { axis, activation = 'NONE' }: FusedOptions & { readonly axis: number },
  ): Value {
    return this.apply('CONCATENATION', xs, { axis, fusedActivation: activation });
  }

  /** Equal parts along an axis. */
  split(x: Value, { count, axis }: { readonly count: number; readonly axis: number }): readonly Value[] {
    return this.applyAll('SPLIT', [this.integers([], [axis]), x], { numSplits: count });
  }

  /** Zeros before and after each axis. */
  pad(x: Value, paddings: readonly (readonly [before: number, after: number])[]): Value {
    return this.apply('PAD', [x, this.integers([paddings.length, 2], paddings.flat())]);
  }

  /** One −1 stands for what remains. */
  reshape(x: Value, shape: Shape): Value {
    const known = shape.reduce((product, size) => (size === -1 ? product : product * size), 1);
    const resolved = shape.map((size) => (size === -1 ? elementCount(x.shape) / known : size));
    return this.apply('RESHAPE', [x, this.integers([shape.length], resolved)], { newShape: resolved });
  }

  transpose(x: Value, permutation: readonly number[]): Value {
    return this.apply('TRANSPOSE', [x, this.integers([permutation.length], permutation)]);
  }

  stridedSlice(x: Value, options: StridedSliceOptions): Value {
    const { begin, end, strides, ...masks } = options;
    const vectors = [begin, end, strides ?? begin.map(() => 1)].map((values) =>
      this.integers([values.length], values),
    );
    return this.apply('STRIDED_SLICE', [x, ...vectors], masks);
  }

  resizeBilinear(x: Value, { height, width, ...options }: ResizeOptions): Value {
    return this.apply('RESIZE_BILINEAR', [x, this.integers([2], [height, width])], options);
  }

  resizeNearestNeighbor(x: Value, { height, width, ...options }: ResizeOptions): Value {
    return this.apply('RESIZE_NEAREST_NEIGHBOR', [x, this.integers([2], [height, width])], options);
  }

  /** Over the last dimension. */
  softmax(x: Value, beta = 1): Value {
    return this.apply('SOFTMAX', [x], { beta });
  }

  batchMatmul(
    x: Value,
    y: Value,
    options: { readonly adjointX?: boolean; readonly adjointY?: boolean } = {},
  ): Value {
    return this.apply('BATCH_MATMUL', [x, y], options);
  }

  /** An activation as an operation of its own; PRELU's slopes are one per channel, LEAKY_RELU's is 0.1. */
  activation(x: Value, kind: ActivationKind): Value {
    if (kind === 'PRELU')
      return this.apply('PRELU', [x, this.weights(slopeShape(x.shape), this.plainWeightType)]);
    return this.apply(kind, [x], kind === 'LEAKY_RELU' ? { alpha: 0.1 } : {});
  }

  #binary(operator: string, a: Value, b: Value, { activation = 'NONE' }: FusedOptions = {}): Value {
    return this.apply(operator, [a, b], { fusedActivation: activation });
  }

  #pool(operator: string, x: Value, options: WindowOptions): Value {
    const { kernel, padding = 'VALID' } = options;
    const [filterHeight, filterWidth] = pair(kernel);
    const attributes = windowAttributes(options, kernel, padding);
    return this.apply(operator, [this.#padded(x, padding)], { ...attributes, filterHeight, filterWidth });
  }

  #padded(x: Value, padding: WindowPadding): Value {
    if (typeof padding === 'string' || padding === 0) return x;
    return this.pad(x, [
      [0, 0],
      [padding, padding],
      [padding, padding],
      [0, 0],
    ]);
  }
}

function pair(size: Size2d): readonly [number, number] {
  return typeof size === 'number' ? [size, size] : size;
}

function windowAttributes(options: WindowOptions, defaultStride: Size2d, padding: WindowPadding) {
  const [strideHeight, strideWidth] = pair(options.stride ?? defaultStride);
  return {
    padding: padding === 'SAME' ? 'SAME' : 'VALID',
    strideHeight,
    strideWidth,
    fusedActivation: options.activation ?? 'NONE',
  };
}

/** One slope per channel, in a shape of the input's rank without its batch: what TFLite's converter writes. */
function slopeShape(shape: Shape): Shape {
  return [...shape.slice(1, -1).map(() => 1), dimension(shape, -1)];
}
