import { fusedActivation } from './definition/fields.js';
import { binary } from './families/elementwise.js';

export const mul = binary({
  name: 'MUL',
  builtinCode: 18,
  optionsType: 21,
  fields: { fusedActivation: fusedActivation(0) },
});
