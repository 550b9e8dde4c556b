import { int8Version } from './definition/operator.js';
import { unary } from './families/elementwise.js';

export const elu = unary({
  name: 'ELU',
  builtinCode: 111,
  fields: {},
  version: int8Version(1),
});
