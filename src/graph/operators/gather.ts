import { impossible } from '../errors.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { integer } from './definition/fields.js';
import { output, required } from './definition/operator.js';
import { copying } from './families/copying.js';

/** Takes the slices of an axis that `indices` name. */
export const gather = copying({
  name: 'GATHER',
  builtinCode: 36,
  optionsType: 23,
  fields: { axis: integer(0), batchDims: integer(1) },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'indices', role: 'activation' },
  ],
  shapeRule(inputs, { axis: given, batchDims }) {
    const [input, indices] = [required(inputs, 0), required(inputs, 1)];
    const axis = normalAxis(given, input.shape.length);
    if (axis === undefined) throw impossible('GATHER', `${shapeText(input.shape)} has no axis ${given}`);
    if (batchDims !== 0) throw impossible('GATHER', 'batchDims must be 0');
    return [
      output([...input.shape.slice(0, axis), ...indices.shape, ...input.shape.slice(axis + 1)], input.type),
    ];
  },
});
