import { impossible } from '../errors.js';
import { broadcast, shapeText } from '../model/shape.js';
import { int8Version, output, required } from './definition/operator.js';
import { unary } from './families/elementwise.js';

/** The slope for negative values is learned: one per channel, or any shape that broadcasts to the input's. */
export const prelu = unary({
  name: 'PRELU',
  builtinCode: 54,
  fields: {},
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'alpha', role: 'weights' },
  ],
  shapeRule(inputs) {
    const [input, alpha] = [required(inputs, 0), required(inputs, 1)];
    const shape = broadcast(input.shape, alpha.shape);
    if (
      shape === undefined ||
      shape.length !== input.shape.length ||
      shape.some((n, i) => n !== input.shape[i])
    ) {
      throw impossible('PRELU', `slopes of ${shapeText(alpha.shape)} do not fit ${shapeText(input.shape)}`);
    }
    return [output(input.shape, input.type)];
  },
  version: int8Version(1),
});
