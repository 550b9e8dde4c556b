import { unary } from './elementwise.js';
import { int8Version } from './operator.js';

export const reluN1To1 = unary({
  name: 'RELU_N1_TO_1',
  builtinCode: 20,
  fields: {},
  version: int8Version(1),
});
