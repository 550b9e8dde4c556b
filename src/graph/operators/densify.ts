import { int8Version, output, required } from './definition/operator.js';
import { copying } from './families/copying.js';

/** Unpacks weights stored in TFLite's sparse format. */
export const densify = copying({
  name: 'DENSIFY',
  builtinCode: 124,
  optionsType: 99,
  fields: {},
  inputs: [{ name: 'input', role: 'activation' }],
  shapeRule: (inputs) => [output(required(inputs, 0).shape, required(inputs, 0).type)],
  version: int8Version(1),
});
