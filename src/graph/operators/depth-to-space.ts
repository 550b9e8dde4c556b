import { impossible } from '../errors.js';
import { dimension, shapeText } from '../model/shape.js';
import { positive } from './definition/fields.js';
import { int8Version, output, required } from './definition/operator.js';
import { copying } from './families/copying.js';

export const depthToSpace = copying({
  name: 'DEPTH_TO_SPACE',
  builtinCode: 5,
  optionsType: 94,
  fields: { blockSize: positive(0) },
  inputs: [{ name: 'input', role: 'activation' }],
  shapeRule(inputs, { blockSize }) {
    const { shape, type } = required(inputs, 0);
    const channels = dimension(shape, 3) / blockSize ** 2;
    if (shape.length !== 4 || !Number.isInteger(channels)) {
      throw impossible('DEPTH_TO_SPACE', `${shapeText(shape)} has no blocks of ${blockSize}x${blockSize}`);
    }
    const [batch, height, width] = [dimension(shape, 0), dimension(shape, 1), dimension(shape, 2)];
    return [output([batch, height * blockSize, width * blockSize, channels], type)];
  },
  version: int8Version(1),
});
