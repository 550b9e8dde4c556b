import { impossible } from '../errors.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { activationElements, features, tensorFeatures } from './definition/features.js';
import { positive } from './definition/fields.js';
import { output, required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';

/** SPLIT into parts of given sizes, one of which may be −1 for what remains. */
export const splitV = copying({
  name: 'SPLIT_V',
  builtinCode: 102,
  optionsType: 79,
  fields: { numSplits: positive(0) },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'sizes', role: 'integers' },
    { name: 'axis', role: 'integers' },
  ],
  shapeRule(inputs, { numSplits }) {
    const { shape, type } = required(inputs, 0);
    const [sizes, [given = 0]] = [valuesOf(inputs, 1), valuesOf(inputs, 2)];
    const axis = normalAxis(given, shape.length);
    if (axis === undefined) throw impossible('SPLIT_V', `${shapeText(shape)} has no axis ${given}`);
    const whole = shape[axis] ?? 0;
    const known = sizes.reduce((sum, size) => sum + Math.max(0, size), 0);
    const resolved = sizes.map((size) => (size === -1 ? whole - known : size));
    const total = resolved.reduce((sum, size) => sum + size, 0);
    if (sizes.length !== numSplits || resolved.some((size) => size < 1) || total !== whole) {
      throw impossible(
        'SPLIT_V',
        `${whole} does not divide into ${numSplits} parts of [${sizes.join(', ')}]`,
      );
    }
    return resolved.map((size) => output(shape.with(axis, size), type));
  },
  features: features({
    ...tensorFeatures,
    inputElements: activationElements,
    outputCount: ({ outputs }) => outputs.length,
  }),
});
