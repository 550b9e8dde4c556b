import { unary } from './families/elementwise.js';

export const rsqrt = unary({
  name: 'RSQRT',
  builtinCode: 76,
  fields: {},
});
