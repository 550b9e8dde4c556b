import { output, required } from './definition/operator.js';
import { unary } from './families/elementwise.js';

/** To float32, from int8 or from float16: the form in which float16 weights are stored. */
export const dequantize = unary({
  name: 'DEQUANTIZE',
  builtinCode: 6,
  optionsType: 38,
  fields: {},
  types: ['int8', 'uint8', 'int16', 'float16'],
  shapeRule: (inputs) => [output(required(inputs, 0).shape, 'float32')],
  version({ inputs }) {
    const type = inputs[0]?.type;
    if (type === 'float16' || type === 'int16') return 3;
    return type === 'int8' ? 2 : 1;
  },
});
