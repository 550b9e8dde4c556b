import { unary } from './elementwise.js';
import { outputElements } from './features.js';
import { int8Version } from './operator.js';

/** x · (ReLU6(x + 3) / 6): counted as its two multiplications. */
export const hardSwish = unary({
  name: 'HARD_SWISH',
  builtinCode: 117,
  fields: {},
  optionsType: 91,
  flops: (operation) => 2 * outputElements(operation),
  version: int8Version(1),
});
