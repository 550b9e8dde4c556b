import { unary } from './families/elementwise.js';

export const relu = unary({
  name: 'RELU',
  builtinCode: 19,
  fields: {},
});
