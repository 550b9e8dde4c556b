import { fusedActivation } from './definition/fields.js';
import { binary } from './families/elementwise.js';

export const add = binary({
  name: 'ADD',
  builtinCode: 0,
  optionsType: 11,
  fields: { fusedActivation: fusedActivation(0) },
});
