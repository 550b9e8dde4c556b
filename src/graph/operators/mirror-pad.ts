import { impossible } from '../errors.js';
import { oneOf } from './definition/fields.js';
import { required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';
import { paddedShape } from './pad.js';

export const mirrorPad = copying({
  name: 'MIRROR_PAD',
  builtinCode: 100,
  optionsType: 77,
  fields: { mode: oneOf(0, ['REFLECT', 'SYMMETRIC']) },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'paddings', role: 'integers' },
  ],
  shapeRule(inputs, { mode }) {
    const result = paddedShape('MIRROR_PAD', inputs);
    const { shape } = required(inputs, 0);
    const border = mode === 'REFLECT' ? 1 : 0;
    const tooWide = valuesOf(inputs, 1).some((padding, i) => padding > (shape[i >> 1] ?? 0) - border);
    if (tooWide) throw impossible('MIRROR_PAD', 'a padding is wider than the image it mirrors');
    return result;
  },
});
