import { impossible } from '../errors.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { activationElements, features, flag, tensorFeatures } from './definition/features.js';
import { positive } from './definition/fields.js';
import { output, required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';

export const split = copying({
  name: 'SPLIT',
  builtinCode: 49,
  optionsType: 35,
  fields: { numSplits: positive(0) },
  inputs: [
    { name: 'axis', role: 'integers' },
    { name: 'input', role: 'activation' },
  ],
  shapeRule(inputs, { numSplits }) {
    const { shape, type } = required(inputs, 1);
    const [given = 0] = valuesOf(inputs, 0);
    const axis = normalAxis(given, shape.length);
    const size = axis === undefined ? undefined : shape[axis];
    if (axis === undefined || size === undefined) {
      throw impossible('SPLIT', `${shapeText(shape)} has no axis ${given}`);
    }
    if (size % numSplits !== 0)
      throw impossible('SPLIT', `${size} does not divide into ${numSplits} equal parts`);
    const part = output(shape.with(axis, size / numSplits), type);
    return Array.from({ length: numSplits }, () => part);
  },
  features: features({
    ...tensorFeatures,
    inputElements: activationElements,
    outputCount: ({ outputs }) => outputs.length,
    alongChannels: ({ inputs }) => {
      const rank = inputs[1]?.shape.length ?? 0;
      return flag(normalAxis(inputs[0]?.values?.[0] ?? 0, rank) === rank - 1);
    },
  }),
});
