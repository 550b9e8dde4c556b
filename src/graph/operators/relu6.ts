import { unary } from './families/elementwise.js';

export const relu6 = unary({
  name: 'RELU6',
  builtinCode: 21,
  fields: {},
});
