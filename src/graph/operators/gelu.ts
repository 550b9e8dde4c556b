import { unary } from './elementwise.js';
import { boolean } from './fields.js';
import { int8Version } from './operator.js';

export const gelu = unary({
  name: 'GELU',
  builtinCode: 150,
  optionsType: 116,
  fields: { approximate: boolean(0) },
  version: int8Version(1),
});
