import { binary } from './families/elementwise.js';

export const pow = binary({
  name: 'POW',
  builtinCode: 78,
  fields: {},
  optionsType: 56,
  types: ['float32', 'int32'],
});
