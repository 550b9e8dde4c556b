import { outputElements } from './definition/features.js';
import { real } from './definition/fields.js';
import { unary } from './families/elementwise.js';

/** Over the last dimension. Three operations per element: exponential, sum, quotient. */
export const softmax = unary({
  name: 'SOFTMAX',
  builtinCode: 25,
  optionsType: 9,
  fields: { beta: real(0) },
  outputQuantization: { scale: 1 / 256, zeroPoint: -128 },
  flops: (operation) => 3 * outputElements(operation),
});
