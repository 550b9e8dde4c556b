import { impossible } from '../errors.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { activationElements, features, flag, tensorFeatures } from './definition/features.js';
import { fusedActivation, integer } from './definition/fields.js';
import { output, required } from './definition/operator.js';
import { copying } from './families/copying.js';

export const concatenation = copying({
  name: 'CONCATENATION',
  builtinCode: 2,
  optionsType: 10,
  fields: { axis: integer(0), fusedActivation: fusedActivation(1) },
  inputs: [{ name: 'values', role: 'activation', repeats: true }],
  shapeRule(inputs, attributes) {
    const first = required(inputs, 0);
    const axis = normalAxis(attributes.axis, first.shape.length);
    if (axis === undefined) {
      throw impossible('CONCATENATION', `${shapeText(first.shape)} has no axis ${attributes.axis}`);
    }
    let size = 0;
    for (const [index] of inputs.entries()) {
      const { shape } = required(inputs, index);
      if (shape.length !== first.shape.length || shape.some((n, i) => i !== axis && n !== first.shape[i])) {
        throw impossible(
          'CONCATENATION',
          `${shapeText(first.shape)} and ${shapeText(shape)} differ outside axis ${axis}`,
        );
      }
      size += shape[axis] ?? 0;
    }
    return [output(first.shape.with(axis, size), first.type)];
  },
  features: features({
    ...tensorFeatures,
    inputElements: activationElements,
    inputCount: ({ inputs }) => inputs.length,
    alongChannels: ({ attributes, outputs }) => {
      const rank = outputs[0]?.shape.length ?? 0;
      return flag(normalAxis(Number(attributes['axis']), rank) === rank - 1);
    },
  }),
});
