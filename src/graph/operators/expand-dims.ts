import { impossible } from '../errors.js';
import { normalAxis, shapeText } from '../model/shape.js';
import { int8Version, output, required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';

export const expandDims = copying({
  name: 'EXPAND_DIMS',
  builtinCode: 70,
  optionsType: 52,
  fields: {},
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'axis', role: 'integers' },
  ],
  shapeRule(inputs) {
    const { shape, type } = required(inputs, 0);
    const [given = 0] = valuesOf(inputs, 1);
    const axis = normalAxis(given, shape.length + 1);
    if (axis === undefined)
      throw impossible('EXPAND_DIMS', `no axis ${given} can be put into ${shapeText(shape)}`);
    return [output([...shape.slice(0, axis), 1, ...shape.slice(axis)], type)];
  },
  version: int8Version(1),
});
