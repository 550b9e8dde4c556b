import { unary } from './families/elementwise.js';

export const sqrt = unary({
  name: 'SQRT',
  builtinCode: 75,
  fields: {},
  types: ['float32'],
});
