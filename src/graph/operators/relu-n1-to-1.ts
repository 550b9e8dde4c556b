import { int8Version } from './definition/operator.js';
import { unary } from './families/elementwise.js';

export const reluN1To1 = unary({
  name: 'RELU_N1_TO_1',
  builtinCode: 20,
  fields: {},
  version: int8Version(1),
});
