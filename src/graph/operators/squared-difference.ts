import { binary } from './families/elementwise.js';

export const squaredDifference = binary({
  name: 'SQUARED_DIFFERENCE',
  builtinCode: 99,
  fields: {},
  optionsType: 76,
});
