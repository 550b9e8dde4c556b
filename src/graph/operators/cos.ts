import { unary } from './families/elementwise.js';

export const cos = unary({
  name: 'COS',
  builtinCode: 108,
  optionsType: 84,
  fields: {},
  types: ['float32'],
});
