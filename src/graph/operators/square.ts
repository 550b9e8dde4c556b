import { unary } from './families/elementwise.js';

export const square = unary({
  name: 'SQUARE',
  builtinCode: 92,
  fields: {},
  optionsType: 66,
  types: ['float32'],
});
