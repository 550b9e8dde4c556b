import { unary } from './elementwise.js';
import { int8Version } from './operator.js';

export const elu = unary({
  name: 'ELU',
  builtinCode: 111,
  fields: {},
  version: int8Version(1),
});
