import { binary } from './families/elementwise.js';

export const minimum = binary({
  name: 'MINIMUM',
  builtinCode: 57,
  fields: {},
  optionsType: 39,
  outputQuantization: 'input',
});
