import { impossible } from '../errors.js';
import { dimension, shapeText } from '../model/shape.js';
import { positive } from './definition/fields.js';
import { output, required } from './definition/operator.js';
import { copying } from './families/copying.js';

export const spaceToDepth = copying({
  name: 'SPACE_TO_DEPTH',
  builtinCode: 26,
  optionsType: 19,
  fields: { blockSize: positive(0) },
  inputs: [{ name: 'input', role: 'activation' }],
  shapeRule(inputs, { blockSize }) {
    const { shape, type } = required(inputs, 0);
    const [height, width] = [dimension(shape, 1) / blockSize, dimension(shape, 2) / blockSize];
    if (shape.length !== 4 || !Number.isInteger(height) || !Number.isInteger(width)) {
      throw impossible('SPACE_TO_DEPTH', `${shapeText(shape)} has no blocks of ${blockSize}x${blockSize}`);
    }
    return [output([dimension(shape, 0), height, width, dimension(shape, 3) * blockSize ** 2], type)];
  },
});
