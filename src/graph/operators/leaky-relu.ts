import { real } from './definition/fields.js';
import { int8Version } from './definition/operator.js';
import { unary } from './families/elementwise.js';

export const leakyRelu = unary({
  name: 'LEAKY_RELU',
  builtinCode: 98,
  optionsType: 75,
  fields: { alpha: real(0) },
  version: int8Version(1),
});
