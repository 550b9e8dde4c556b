import { unary } from './elementwise.js';
import { int8Version } from './operator.js';

export const hardSwish = unary({
  name: 'HARD_SWISH',
  builtinCode: 117,
  fields: {},
  optionsType: 91,
  version: int8Version(1),
});
