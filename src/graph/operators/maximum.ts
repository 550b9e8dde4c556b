import { binary } from './families/elementwise.js';

export const maximum = binary({
  name: 'MAXIMUM',
  builtinCode: 55,
  fields: {},
  optionsType: 39,
  outputQuantization: 'input',
});
