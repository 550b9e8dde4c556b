import { unary } from './families/elementwise.js';

export const log = unary({
  name: 'LOG',
  builtinCode: 73,
  fields: {},
  types: ['float32'],
});
