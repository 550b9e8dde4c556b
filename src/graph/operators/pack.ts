import { impossible } from '../errors.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { activationElements, features, tensorFeatures } from './definition/features.js';
import { integer, positive } from './definition/fields.js';
import { output, required } from './definition/operator.js';
import { copying } from './families/copying.js';

export const pack = copying({
  name: 'PACK',
  builtinCode: 83,
  optionsType: 59,
  fields: { valuesCount: positive(0), axis: integer(1) },
  inputs: [{ name: 'values', role: 'activation', repeats: true }],
  shapeRule(inputs, attributes) {
    const first = required(inputs, 0);
    const axis = normalAxis(attributes.axis, first.shape.length + 1);
    if (axis === undefined)
      throw impossible('PACK', `no axis ${attributes.axis} beside ${shapeText(first.shape)}`);
    if (attributes.valuesCount !== inputs.length) {
      throw impossible('PACK', `valuesCount is ${attributes.valuesCount}, the values are ${inputs.length}`);
    }
    for (const [index] of inputs.entries()) {
      const { shape } = required(inputs, index);
      if (shapeText(shape) !== shapeText(first.shape)) {
        throw impossible('PACK', `${shapeText(first.shape)} and ${shapeText(shape)} differ`);
      }
    }
    return [output([...first.shape.slice(0, axis), inputs.length, ...first.shape.slice(axis)], first.type)];
  },
  features: features({
    ...tensorFeatures,
    inputElements: activationElements,
    inputCount: ({ inputs }) => inputs.length,
  }),
});
