import { impossible } from '../errors.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { integers } from './definition/fields.js';
import { int8Version, output, required } from './definition/operator.js';
import { copying } from './families/copying.js';

/** Drops the named axes of size 1, or all of them when none is named. */
export const squeeze = copying({
  name: 'SQUEEZE',
  builtinCode: 43,
  optionsType: 30,
  fields: { squeezeDims: integers(0) },
  inputs: [{ name: 'input', role: 'activation' }],
  shapeRule(inputs, { squeezeDims }) {
    const { shape, type } = required(inputs, 0);
    if (squeezeDims.length === 0)
      return [
        output(
          shape.filter((size) => size !== 1),
          type,
        ),
      ];
    const axes = new Set(squeezeDims.map((axis) => normalAxis(axis, shape.length)));
    for (const axis of axes) {
      if (axis === undefined || shape[axis] !== 1) {
        throw impossible(
          'SQUEEZE',
          `${shapeText(shape)} has not 1 in every axis of [${squeezeDims.join(', ')}]`,
        );
      }
    }
    return [
      output(
        shape.filter((_, axis) => !axes.has(axis)),
        type,
      ),
    ];
  },
  version: int8Version(1),
});
