import { outputElements } from './features.js';
import { unary } from './elementwise.js';
import { real } from './fields.js';

/** Over the last dimension. Three operations per element: exponential, sum, quotient. */
export const softmax = unary({
  name: 'SOFTMAX',
  builtinCode: 25,
  optionsType: 9,
  fields: { beta: real(0) },
  outputQuantization: { scale: 1 / 256, zeroPoint: -128 },
  flops: (operation) => 3 * outputElements(operation),
});
