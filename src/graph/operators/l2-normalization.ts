import { outputElements } from './definition/features.js';
import { fusedActivation } from './definition/fields.js';
import { unary } from './families/elementwise.js';

/** Vectors along the last dimension, brought to length 1. Three operations per element: square, sum, quotient. */
export const l2Normalization = unary({
  name: 'L2_NORMALIZATION',
  builtinCode: 11,
  optionsType: 12,
  fields: { fusedActivation: fusedActivation(0) },
  outputQuantization: { scale: 1 / 128, zeroPoint: 0 },
  flops: (operation) => 3 * outputElements(operation),
});
