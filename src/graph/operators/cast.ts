import { elementTypes } from '../element-types.js';
import type { ElementType } from '../tensor.js';
import { unary } from './elementwise.js';
import { oneOf } from './fields.js';
import { int8Version, output, required } from './operator.js';

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
