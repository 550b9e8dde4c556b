import { boolean } from './definition/fields.js';
import { int8Version } from './definition/operator.js';
import { unary } from './families/elementwise.js';

export const gelu = unary({
  name: 'GELU',
  builtinCode: 150,
  optionsType: 116,
  fields: { approximate: boolean(0) },
  version: int8Version(1),
});
