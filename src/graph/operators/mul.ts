import { binary } from './elementwise.js';
import { fusedActivation } from './fields.js';

export const mul = binary({
  name: 'MUL',
  builtinCode: 18,
  optionsType: 21,
  fields: { fusedActivation: fusedActivation(0) },
});
