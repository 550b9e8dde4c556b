import { outputType } from './definition/fields.js';
import { output, required } from './definition/operator.js';
import { unary } from './families/elementwise.js';

/** To int8 from floating point, or from one scale to another. */
export const quantize = unary({
  name: 'QUANTIZE',
  builtinCode: 114,
  optionsType: 89,
  fields: { outputType: outputType(['int8', 'uint8', 'int16', 'int32']) },
  types: ['float32', 'int8', 'uint8', 'int16', 'int32'],
  shapeRule: (inputs, attributes) => [output(required(inputs, 0).shape, elementType(attributes.outputType))],
  version: ({ outputs }) => (outputs[0]?.type === 'int16' ? 2 : 1),
});

function elementType(name: string) {
  return name as 'int8' | 'uint8' | 'int16' | 'int32';
}
