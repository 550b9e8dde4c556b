import { unary } from './families/elementwise.js';

export const abs = unary({
  name: 'ABS',
  builtinCode: 101,
  fields: {},
  optionsType: 78,
});
