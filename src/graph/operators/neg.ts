import { unary } from './families/elementwise.js';

export const neg = unary({
  name: 'NEG',
  builtinCode: 59,
  fields: {},
  optionsType: 42,
  types: ['float32', 'int32', 'int64'],
});
