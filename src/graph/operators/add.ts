import { binary } from './elementwise.js';
import { fusedActivation } from './fields.js';

export const add = binary({
  name: 'ADD',
  builtinCode: 0,
  optionsType: 11,
  fields: { fusedActivation: fusedActivation(0) },
});
