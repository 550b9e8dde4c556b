import { fusedActivation } from './definition/fields.js';
import { binary } from './families/elementwise.js';

export const div = binary({
  name: 'DIV',
  builtinCode: 42,
  optionsType: 29,
  fields: { fusedActivation: fusedActivation(0) },
  types: ['float32', 'int32'],
});
