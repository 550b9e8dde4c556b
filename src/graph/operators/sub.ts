import { binary } from './elementwise.js';
import { fusedActivation } from './fields.js';

export const sub = binary({
  name: 'SUB',
  builtinCode: 41,
  optionsType: 28,
  fields: { fusedActivation: fusedActivation(0) },
});
