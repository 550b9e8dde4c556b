import { unary } from './families/elementwise.js';

export const logistic = unary({
  name: 'LOGISTIC',
  builtinCode: 14,
  fields: {},
  outputQuantization: { scale: 1 / 256, zeroPoint: -128 },
});
