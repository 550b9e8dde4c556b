import { unary } from './families/elementwise.js';

export const sin = unary({
  name: 'SIN',
  builtinCode: 66,
  fields: {},
  types: ['float32'],
});
