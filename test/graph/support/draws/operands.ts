import fc from 'fast-check';
import type {
  Attributes,
  ElementType,
  Operand,
  OperationConfiguration,
} from '../../../../src/graph/index.js';

/** Draws configurations of one operator in one precision, most of them possible. */
export type Draw = (numbers: Numbers) => fc.Arbitrary<OperationConfiguration>;

/** The element types of a precision. */
export interface Numbers {
  readonly activation: ElementType;
  readonly weights: ElementType;
  readonly bias: ElementType;
}

export const size = fc.integer({ min: 1, max: 12 });
export const channels = fc.integer({ min: 1, max: 10 });
export const window = fc.integer({ min: 1, max: 4 });
export const stride = fc.integer({ min: 1, max: 3 });
export const padding = fc.constantFrom('SAME', 'VALID');
export const fused = fc.constantFrom('NONE', 'RELU', 'RELU6', 'RELU_N1_TO_1');
export const image = fc.tuple(fc.constant(1), size, size, channels);
export const anyShape = fc.oneof(image, fc.array(size, { minLength: 1, maxLength: 4 }));

export const activation = (shape: readonly number[], type: ElementType): Operand => ({
  shape,
  type,
  constant: false,
});
export const constant = (shape: readonly number[], type: ElementType): Operand => ({
  shape,
  type,
  constant: true,
});
export const integers = (shape: readonly number[], values: readonly number[]): Operand => ({
  shape,
  type: 'int32',
  constant: true,
  values,
});

export function configuration(
  operator: string,
  inputs: readonly (Operand | null)[],
  attributes: Attributes = {},
): OperationConfiguration {
  return { operator, attributes, inputs };
}
