import { impossible } from '../errors.js';
import { shapeText } from '../model/shape.js';
import { output, required, valuesOf } from './definition/operator.js';
import { copying } from './families/copying.js';

/** A box of the input: `begin` and `size` per axis, where a size of −1 means to the end. */
export const slice = copying({
  name: 'SLICE',
  builtinCode: 65,
  optionsType: 48,
  fields: {},
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'begin', role: 'integers' },
    { name: 'size', role: 'integers' },
  ],
  shapeRule(inputs) {
    const { shape, type } = required(inputs, 0);
    const [begins, sizes] = [valuesOf(inputs, 1), valuesOf(inputs, 2)];
    const result = shape.map((length, axis) => {
      const begin = begins[axis] ?? -1;
      const wanted = sizes[axis] ?? -2;
      const size = wanted === -1 ? length - begin : wanted;
      if (begin < 0 || size < 0 || begin + size > length) {
        throw impossible(
          'SLICE',
          `axis ${axis} of ${shapeText(shape)} has no ${wanted} elements from ${begin} on`,
        );
      }
      return size;
    });
    return [output(result, type)];
  },
  version({ inputs }) {
    if ((inputs[0]?.shape.length ?? 0) > 4) return 5;
    return inputs[0]?.type === 'int8' ? 2 : 1;
  },
});
