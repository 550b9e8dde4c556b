import { impossible } from '../errors.js';
import { shapeText } from '../model/shape.js';
import { int8Version, output, required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';

export const tile = copying({
  name: 'TILE',
  builtinCode: 69,
  optionsType: 51,
  fields: {},
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'multiples', role: 'integers' },
  ],
  shapeRule(inputs) {
    const { shape, type } = required(inputs, 0);
    const multiples = valuesOf(inputs, 1);
    if (multiples.length !== shape.length || multiples.some((multiple) => multiple < 1)) {
      throw impossible('TILE', `${shapeText(shape)} needs ${shape.length} multiples of at least 1`);
    }
    return [
      output(
        shape.map((size, axis) => size * (multiples[axis] ?? 1)),
        type,
      ),
    ];
  },
  version: int8Version(3),
});
