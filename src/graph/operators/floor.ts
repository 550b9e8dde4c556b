import { unary } from './families/elementwise.js';

export const floor = unary({
  name: 'FLOOR',
  builtinCode: 8,
  fields: {},
  types: ['float32'],
});
