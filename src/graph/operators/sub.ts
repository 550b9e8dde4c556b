import { fusedActivation } from './definition/fields.js';
import { binary } from './families/elementwise.js';

export const sub = binary({
  name: 'SUB',
  builtinCode: 41,
  optionsType: 28,
  fields: { fusedActivation: fusedActivation(0) },
});
