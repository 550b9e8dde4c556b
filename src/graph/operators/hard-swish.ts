import { outputElements } from './definition/features.js';
import { int8Version } from './definition/operator.js';
import { unary } from './families/elementwise.js';

/** x · (ReLU6(x + 3) / 6): counted as its two multiplications. */
export const hardSwish = unary({
  name: 'HARD_SWISH',
  builtinCode: 117,
  fields: {},
  optionsType: 91,
  flops: (operation) => 2 * outputElements(operation),
  version: int8Version(1),
});
