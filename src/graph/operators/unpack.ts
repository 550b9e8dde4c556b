import { impossible } from '../errors.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { activationElements, features, tensorFeatures } from './definition/features.js';
import { integer, positive } from './definition/fields.js';
import { output, required } from './definition/operator.js';
import { copying } from './families/copying.js';

export const unpack = copying({
  name: 'UNPACK',
  builtinCode: 88,
  optionsType: 64,
  fields: { count: positive(0), axis: integer(1) },
  inputs: [{ name: 'input', role: 'activation' }],
  shapeRule(inputs, attributes) {
    const { shape, type } = required(inputs, 0);
    const axis = normalAxis(attributes.axis, shape.length);
    if (axis === undefined || shape[axis] !== attributes.count) {
      throw impossible(
        'UNPACK',
        `axis ${attributes.axis} of ${shapeText(shape)} has not ${attributes.count} elements`,
      );
    }
    const part = output(
      shape.filter((_, index) => index !== axis),
      type,
    );
    return Array.from({ length: attributes.count }, () => part);
  },
  features: features({
    ...tensorFeatures,
    inputElements: activationElements,
    outputCount: ({ outputs }) => outputs.length,
  }),
});
