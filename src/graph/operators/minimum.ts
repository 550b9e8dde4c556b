import { binary } from './elementwise.js';

export const minimum = binary({
  name: 'MINIMUM',
  builtinCode: 57,
  fields: {},
  optionsType: 39,
  outputQuantization: 'input',
});
