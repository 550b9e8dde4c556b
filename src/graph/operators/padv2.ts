import { copying } from './families/copying.js';
import { paddedShape, padVersion } from './pad.js';

/** PAD with a value of one's own, a scalar constant. */
export const padV2 = copying({
  name: 'PADV2',
  builtinCode: 60,
  optionsType: 43,
  fields: {},
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'paddings', role: 'integers' },
    { name: 'value', role: 'activation' },
  ],
  shapeRule: (inputs) => paddedShape('PADV2', inputs),
  version: padVersion,
});
