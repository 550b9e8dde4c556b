import { unary } from './families/elementwise.js';

export const tanh = unary({
  name: 'TANH',
  builtinCode: 28,
  fields: {},
  outputQuantization: { scale: 1 / 128, zeroPoint: 0 },
});
