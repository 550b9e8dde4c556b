import fc from 'fast-check';
import { operatorNames, outputsOf } from '../../../src/graph/index.js';
import { findOperator } from '../../../src/graph/operators/registry.js';
import type {
  Attributes,
  ElementType,
  Operand,
  OperationConfiguration,
  Precision,
} from '../../../src/graph/index.js';

/** Draws configurations of one operator in one precision, most of them possible. */
type Draw = (numbers: Numbers) => fc.Arbitrary<OperationConfiguration>;

/** The element types of a precision. */
interface Numbers {
  readonly activation: ElementType;
  readonly weights: ElementType;
  readonly bias: ElementType;
}

const numbersOf: Readonly<Record<Precision, Numbers>> = {
  float32: { activation: 'float32', weights: 'float32', bias: 'float32' },
  float16: { activation: 'float32', weights: 'float16', bias: 'float16' },
  int8: { activation: 'int8', weights: 'int8', bias: 'int32' },
};

const size = fc.integer({ min: 1, max: 12 });
const channels = fc.integer({ min: 1, max: 10 });
const window = fc.integer({ min: 1, max: 4 });
const stride = fc.integer({ min: 1, max: 3 });
const padding = fc.constantFrom('SAME', 'VALID');
const fused = fc.constantFrom('NONE', 'RELU', 'RELU6', 'RELU_N1_TO_1');
const image = fc.tuple(fc.constant(1), size, size, channels);
const anyShape = fc.oneof(image, fc.array(size, { minLength: 1, maxLength: 4 }));

const activation = (shape: readonly number[], type: ElementType): Operand => ({
  shape,
  type,
  constant: false,
});
const constant = (shape: readonly number[], type: ElementType): Operand => ({ shape, type, constant: true });
const integers = (shape: readonly number[], values: readonly number[]): Operand => ({
  shape,
  type: 'int32',
  constant: true,
  values,
});

function configuration(
  operator: string,
  inputs: readonly (Operand | null)[],
  attributes: Attributes = {},
): OperationConfiguration {
  return { operator, attributes, inputs };
}

const convolution: Draw = ({ activation: type, weights, bias }) =>
  fc
    .record({
      image,
      window,
      height: window,
      stride,
      padding,
      fused,
      filters: channels,
      groups: fc.constantFrom(1, 1, 2, 3),
    })
    .map(
      ({ image: [batch, rows, columns, depth], window, height, stride, padding, fused, filters, groups }) =>
        configuration(
          'CONV_2D',
          [
            activation([batch, rows, columns, depth * groups], type),
            constant([filters * groups, height, window, depth], weights),
            constant([filters * groups], bias),
          ],
          { padding, strideWidth: stride, strideHeight: stride, fusedActivation: fused },
        ),
    );

const dilatedConvolution: Draw = (numbers) =>
  fc
    .tuple(convolution(numbers), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 }))
    .map(([drawn, dilationWidth, dilationHeight]) => ({
      ...drawn,
      attributes: { ...drawn.attributes, strideWidth: 1, strideHeight: 1, dilationWidth, dilationHeight },
    }));

const depthwise: Draw = ({ activation: type, weights, bias }) =>
  fc
    .record({
      image,
      window,
      height: window,
      stride,
      padding,
      fused,
      depthMultiplier: fc.constantFrom(1, 1, 2),
      dilation: fc.constantFrom(1, 1, 2),
    })
    .map(({ image, window, height, stride, padding, fused, depthMultiplier, dilation }) => {
      const filters = image[3] * depthMultiplier;
      const step = dilation === 1 ? stride : 1;
      return configuration(
        'DEPTHWISE_CONV_2D',
        [activation(image, type), constant([1, height, window, filters], weights), constant([filters], bias)],
        {
          padding,
          strideWidth: step,
          strideHeight: step,
          depthMultiplier,
          fusedActivation: fused,
          dilationWidth: dilation,
          dilationHeight: dilation,
        },
      );
    });

const fullyConnected: Draw = ({ activation: type, weights, bias }) =>
  fc
    .record({
      rows: size,
      depth: channels,
      units: channels,
      fused,
      keepNumDims: fc.boolean(),
      hasBias: fc.boolean(),
    })
    .map(({ rows, depth, units, fused, keepNumDims, hasBias }) =>
      configuration(
        'FULLY_CONNECTED',
        [
          activation([1, rows, depth], type),
          constant([units, depth], weights),
          hasBias ? constant([units], bias) : null,
        ],
        { fusedActivation: fused, keepNumDims },
      ),
    );

const pool =
  (operator: string): Draw =>
  ({ activation: type }) =>
    fc
      .record({ image, window, height: window, stride, padding, fused })
      .map(({ image, window, height, stride, padding, fused }) =>
        configuration(operator, [activation(image, type)], {
          padding,
          filterWidth: window,
          filterHeight: height,
          strideWidth: stride,
          strideHeight: stride,
          fusedActivation: fused,
        }),
      );

const unary =
  (operator: string, attributes: Attributes = {}): Draw =>
  ({ activation: type }) =>
    anyShape.map((shape) => configuration(operator, [activation(shape, type)], attributes));

/** Two tensors: equal, or one broadcast along some axes, or one a constant per channel. */
const binary =
  (operator: string, hasFused = false): Draw =>
  ({ activation: type, weights }) =>
    fc
      .record({
        shape: image,
        kept: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
        constant: fc.boolean(),
        fused,
      })
      .map(({ shape, kept, constant: isConstant, fused }) => {
        const other = [1, ...shape.slice(1).map((n, axis) => (kept[axis] ? n : 1))];
        const second = isConstant ? constant(other.slice(-1), weights) : activation(other, type);
        return configuration(
          operator,
          [activation(shape, type), second],
          hasFused ? { fusedActivation: fused } : {},
        );
      });

const reduction =
  (operator: string): Draw =>
  ({ activation: type }) =>
    fc
      .record({
        image,
        axes: fc.uniqueArray(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 }),
        keepDims: fc.boolean(),
      })
      .map(({ image, axes, keepDims }) =>
        configuration(operator, [activation(image, type), integers([axes.length], axes)], { keepDims }),
      );

const paddings = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 8, maxLength: 8 });

const draws: Readonly<Record<string, Draw>> = {
  ABS: unary('ABS'),
  ADD: binary('ADD', true),
  ARG_MAX: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: -4, max: 3 }))
      .map(([image, axis]) =>
        configuration('ARG_MAX', [activation(image, type), integers([1], [axis])], { outputType: 'int32' }),
      ),
  AVERAGE_POOL_2D: pool('AVERAGE_POOL_2D'),
  BATCH_MATMUL: ({ activation: type }) =>
    fc
      .record({
        batch: channels,
        rows: size,
        depth: channels,
        columns: size,
        adjointX: fc.boolean(),
        adjointY: fc.boolean(),
      })
      .map(({ batch, rows, depth, columns, adjointX, adjointY }) =>
        configuration(
          'BATCH_MATMUL',
          [
            activation(adjointX ? [batch, depth, rows] : [batch, rows, depth], type),
            activation(adjointY ? [batch, columns, depth] : [batch, depth, columns], type),
          ],
          { adjointX, adjointY },
        ),
      ),
  CAST: () =>
    anyShape.map((shape) =>
      configuration('CAST', [activation(shape, 'int32')], { inType: 'int32', outType: 'float32' }),
    ),
  CONCATENATION: ({ activation: type }) =>
    fc
      .record({
        image,
        axis: fc.integer({ min: -4, max: 3 }),
        sizes: fc.array(size, { minLength: 1, maxLength: 5 }),
      })
      .map(({ image, axis, sizes }) =>
        configuration(
          'CONCATENATION',
          sizes.map((length) => activation([...image].with(axis, length), type)),
          { axis },
        ),
      ),
  CONV_2D: (numbers) => fc.oneof(convolution(numbers), dilatedConvolution(numbers)),
  COS: unary('COS'),
  DEPTH_TO_SPACE: ({ activation: type }) =>
    fc
      .tuple(image, fc.constantFrom(1, 2, 3))
      .map(([[n, h, w, c], blockSize]) =>
        configuration('DEPTH_TO_SPACE', [activation([n, h, w, c * blockSize ** 2], type)], { blockSize }),
      ),
  DEPTHWISE_CONV_2D: depthwise,
  DEQUANTIZE: () => anyShape.map((shape) => configuration('DEQUANTIZE', [activation(shape, 'int8')])),
  DIV: binary('DIV', true),
  ELU: unary('ELU'),
  EXP: unary('EXP'),
  EXPAND_DIMS: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: -4, max: 3 }))
      .map(([image, axis]) =>
        configuration('EXPAND_DIMS', [activation(image.slice(1), type), integers([1], [axis])]),
      ),
  FLOOR: unary('FLOOR'),
  FULLY_CONNECTED: fullyConnected,
  GATHER: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: 0, max: 3 }), size)
      .map(([image, axis, count]) =>
        configuration('GATHER', [activation(image, type), constant([count], 'int32')], { axis }),
      ),
  GELU: unary('GELU', { approximate: true }),
  HARD_SWISH: unary('HARD_SWISH'),
  L2_NORMALIZATION: unary('L2_NORMALIZATION'),
  LEAKY_RELU: unary('LEAKY_RELU', { alpha: 0.1 }),
  LOG: unary('LOG'),
  LOGISTIC: unary('LOGISTIC'),
  MAX_POOL_2D: pool('MAX_POOL_2D'),
  MAXIMUM: binary('MAXIMUM'),
  MEAN: reduction('MEAN'),
  MINIMUM: binary('MINIMUM'),
  MIRROR_PAD: ({ activation: type }) =>
    fc
      .tuple(image, paddings, fc.constantFrom('REFLECT', 'SYMMETRIC'))
      .map(([image, values, mode]) =>
        configuration('MIRROR_PAD', [activation(image, type), integers([4, 2], values)], { mode }),
      ),
  MUL: binary('MUL', true),
  NEG: unary('NEG'),
  PACK: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: 0, max: 3 }), fc.integer({ min: 1, max: 4 }))
      .map(([image, axis, valuesCount]) =>
        configuration(
          'PACK',
          Array.from({ length: valuesCount }, () => activation(image.slice(1), type)),
          { axis, valuesCount },
        ),
      ),
  PAD: ({ activation: type }) =>
    fc
      .tuple(image, paddings)
      .map(([image, values]) => configuration('PAD', [activation(image, type), integers([4, 2], values)])),
  PADV2: ({ activation: type, weights }) =>
    fc
      .tuple(image, paddings)
      .map(([image, values]) =>
        configuration('PADV2', [activation(image, type), integers([4, 2], values), constant([], weights)]),
      ),
  POW: binary('POW'),
  PRELU: ({ activation: type, weights }) =>
    image.map((image) =>
      configuration('PRELU', [activation(image, type), constant([1, 1, image[3]], weights)]),
    ),
  QUANTIZE: () =>
    fc
      .tuple(anyShape, fc.constantFrom<ElementType>('float32', 'int8'))
      .map(([shape, type]) => configuration('QUANTIZE', [activation(shape, type)], { outputType: 'int8' })),
  REDUCE_MAX: reduction('REDUCE_MAX'),
  REDUCE_MIN: reduction('REDUCE_MIN'),
  RELU: unary('RELU'),
  RELU6: unary('RELU6'),
  RELU_N1_TO_1: unary('RELU_N1_TO_1'),
  RESHAPE: ({ activation: type }) =>
    image.map(([n, h, w, c]) =>
      configuration('RESHAPE', [activation([n, h, w, c], type), integers([2], [-1, c])]),
    ),
  RESIZE_BILINEAR: ({ activation: type }) => resize('RESIZE_BILINEAR', type),
  RESIZE_NEAREST_NEIGHBOR: ({ activation: type }) => resize('RESIZE_NEAREST_NEIGHBOR', type),
  RSQRT: unary('RSQRT'),
  SIN: unary('SIN'),
  SLICE: ({ activation: type }) =>
    fc
      .tuple(image, size, size)
      .map(([[n, h, w, c], begin, length]) =>
        configuration('SLICE', [
          activation([n, h + begin, w, c], type),
          integers([4], [0, begin, 0, 0]),
          integers([4], [-1, Math.min(length, h), -1, c]),
        ]),
      ),
  SOFTMAX: unary('SOFTMAX', { beta: 1 }),
  SPACE_TO_DEPTH: ({ activation: type }) =>
    fc.tuple(image, fc.constantFrom(1, 2, 3)).map(([[n, h, w, c], blockSize]) =>
      configuration('SPACE_TO_DEPTH', [activation([n, h * blockSize, w * blockSize, c], type)], {
        blockSize,
      }),
    ),
  SPLIT: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: -4, max: 3 }), fc.integer({ min: 1, max: 4 }))
      .map(([image, axis, numSplits]) =>
        configuration(
          'SPLIT',
          [integers([], [axis]), activation([...image].with(axis, (image.at(axis) ?? 1) * numSplits), type)],
          { numSplits },
        ),
      ),
  SPLIT_V: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: -4, max: 3 }), fc.array(size, { minLength: 1, maxLength: 4 }))
      .map(([image, axis, sizes]) =>
        configuration(
          'SPLIT_V',
          [
            activation(
              [...image].with(
                axis,
                sizes.reduce((sum, part) => sum + part),
              ),
              type,
            ),
            integers([sizes.length], sizes),
            integers([], [axis]),
          ],
          { numSplits: sizes.length },
        ),
      ),
  SQRT: unary('SQRT'),
  SQUARE: unary('SQUARE'),
  SQUARED_DIFFERENCE: binary('SQUARED_DIFFERENCE'),
  SQUEEZE: ({ activation: type }) =>
    fc
      .tuple(size, channels)
      .map(([rows, depth]) =>
        configuration('SQUEEZE', [activation([1, rows, 1, depth], type)], { squeezeDims: [0, 2] }),
      ),
  STRIDED_SLICE: ({ activation: type }) =>
    fc
      .record({
        image,
        begin: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 4, maxLength: 4 }),
        end: fc.array(fc.integer({ min: -4, max: 12 }), { minLength: 4, maxLength: 4 }),
        strides: fc.array(fc.constantFrom(1, 1, 2, -1), { minLength: 4, maxLength: 4 }),
        beginMask: fc.integer({ min: 0, max: 15 }),
        endMask: fc.integer({ min: 0, max: 15 }),
        shrinkAxisMask: fc.constantFrom(0, 0, 1, 2, 8),
      })
      .map(({ image, begin, end, strides, ...masks }) =>
        configuration(
          'STRIDED_SLICE',
          [activation(image, type), integers([4], begin), integers([4], end), integers([4], strides)],
          masks,
        ),
      ),
  SUB: binary('SUB', true),
  SUM: reduction('SUM'),
  TANH: unary('TANH'),
  TILE: ({ activation: type }) =>
    fc
      .tuple(image, fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 4, maxLength: 4 }))
      .map(([image, multiples]) =>
        configuration('TILE', [activation(image, type), integers([4], multiples)]),
      ),
  TRANSPOSE: ({ activation: type }) =>
    fc
      .tuple(image, fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }))
      .map(([image, permutation]) =>
        configuration('TRANSPOSE', [activation(image, type), integers([4], permutation)]),
      ),
  TRANSPOSE_CONV: ({ activation: type, weights, bias }) =>
    fc
      .record({ image, window, stride, filters: channels, same: fc.boolean() })
      .map(({ image, window, stride, filters, same }) => {
        const grown = (n: number) => (same ? n * stride : (n - 1) * stride + window);
        const [n, h, w, c] = image;
        return configuration(
          'TRANSPOSE_CONV',
          [
            integers([4], [n, grown(h), grown(w), filters]),
            constant([filters, window, window, c], weights),
            activation(image, type),
            constant([filters], bias),
          ],
          { padding: same ? 'SAME' : 'VALID', strideWidth: stride, strideHeight: stride },
        );
      }),
  UNPACK: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: 0, max: 3 }))
      .map(([image, axis]) =>
        configuration('UNPACK', [activation(image, type)], { axis, count: image[axis] ?? 1 }),
      ),
};

function resize(operator: string, type: ElementType): fc.Arbitrary<OperationConfiguration> {
  return fc
    .record({
      image,
      height: size,
      width: size,
      option: fc.constantFrom('alignCorners', 'halfPixelCenters', 'none'),
    })
    .map(({ image, height, width, option }) =>
      configuration(operator, [activation(image, type), integers([2], [height, width])], {
        alignCorners: option === 'alignCorners',
        halfPixelCenters: option === 'halfPixelCenters',
      }),
    );
}

/** DENSIFY needs sparse weights, and WHERE has no size before run time: neither is profiled by itself. */
const neverAlone: readonly string[] = ['DENSIFY', 'WHERE'];

/** Operators whose own type does not depend on the precision of the network. */
const ofFixedType: readonly string[] = ['CAST', 'DEQUANTIZE', 'QUANTIZE'];

/** Operators that runtimes have kernels of in a precision. */
export function operatorsIn(precision: Precision): readonly string[] {
  return operatorNames.filter((name) => {
    const types = findOperator(name)?.types;
    if (neverAlone.includes(name)) return false;
    return (
      types === undefined || ofFixedType.includes(name) || types.includes(numbersOf[precision].activation)
    );
  });
}

/** Possible configurations of an operator; those that the shape rule refuses are left out. */
export function configurationsOf(
  operator: string,
  precision: Precision,
): fc.Arbitrary<OperationConfiguration> {
  const draw = draws[operator];
  if (draw === undefined) throw new Error(`the tests draw no configurations of ${operator}`);
  return draw(numbersOf[precision]).filter(isPossible);
}

function isPossible(configuration: OperationConfiguration): boolean {
  try {
    return outputsOf(configuration).every(({ shape }) => shape.every((length) => length > 0));
  } catch {
    return false;
  }
}
