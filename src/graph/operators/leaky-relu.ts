import { unary } from './elementwise.js';
import { real } from './fields.js';
import { int8Version } from './operator.js';

export const leakyRelu = unary({
  name: 'LEAKY_RELU',
  builtinCode: 98,
  optionsType: 75,
  fields: { alpha: real(0) },
  version: int8Version(1),
});
