import fc from 'fast-check';
import type { Attributes, ElementType } from '../../../../src/graph/index.js';
import { fused, image, anyShape, activation, constant, integers, configuration } from './operands.js';
import type { Draw } from './operands.js';

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

/** Operators that treat each element by itself, and reductions. */
export const elementwiseDraws: Readonly<Record<string, Draw>> = {
  ABS: unary('ABS'),
  ADD: binary('ADD', true),
  ARG_MAX: ({ activation: type }) =>
    fc
      .tuple(image, fc.integer({ min: -4, max: 3 }))
      .map(([image, axis]) =>
        configuration('ARG_MAX', [activation(image, type), integers([1], [axis])], { outputType: 'int32' }),
      ),
  CAST: () =>
    anyShape.map((shape) =>
      configuration('CAST', [activation(shape, 'int32')], { inType: 'int32', outType: 'float32' }),
    ),
  COS: unary('COS'),
  DEQUANTIZE: () => anyShape.map((shape) => configuration('DEQUANTIZE', [activation(shape, 'int8')])),
  DIV: binary('DIV', true),
  ELU: unary('ELU'),
  EXP: unary('EXP'),
  FLOOR: unary('FLOOR'),
  GELU: unary('GELU', { approximate: true }),
  HARD_SWISH: unary('HARD_SWISH'),
  L2_NORMALIZATION: unary('L2_NORMALIZATION'),
  LEAKY_RELU: unary('LEAKY_RELU', { alpha: 0.1 }),
  LOG: unary('LOG'),
  LOGISTIC: unary('LOGISTIC'),
  MAXIMUM: binary('MAXIMUM'),
  MEAN: reduction('MEAN'),
  MINIMUM: binary('MINIMUM'),
  MUL: binary('MUL', true),
  NEG: unary('NEG'),
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
  RSQRT: unary('RSQRT'),
  SIN: unary('SIN'),
  SOFTMAX: unary('SOFTMAX', { beta: 1 }),
  SQRT: unary('SQRT'),
  SQUARE: unary('SQUARE'),
  SQUARED_DIFFERENCE: binary('SQUARED_DIFFERENCE'),
  SUB: binary('SUB', true),
  SUM: reduction('SUM'),
  TANH: unary('TANH'),
};
