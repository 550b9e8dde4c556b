import { unary } from './families/elementwise.js';

export const exp = unary({
  name: 'EXP',
  builtinCode: 47,
  fields: {},
  optionsType: 33,
  types: ['float32'],
});
