import { elementTypes } from '../model/element-types.js';
import type { ElementType } from '../model/tensor.js';
import { oneOf } from './definition/fields.js';
import { int8Version, output, required } from './definition/operator.js';
import { unary } from './families/elementwise.js';

const [first = 'float32', ...others] = elementTypes;

export const cast = unary({
  name: 'CAST',
  builtinCode: 53,
  optionsType: 37,
  fields: { inType: oneOf(0, [first, ...others]), outType: oneOf(1, [first, ...others]) },
  types: ['float32', 'int8', 'uint8', 'int16', 'int32', 'int64', 'bool'],
  shapeRule: (inputs, { outType }) => [output(required(inputs, 0).shape, outType as ElementType)],
  version: int8Version(1),
});
