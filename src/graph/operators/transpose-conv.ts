import { impossible } from '../errors.js';
import { dimension, elementCount, shapeText } from '../model/shape.js';
import { activationFeatures, features, flag, imageFeatures } from './definition/features.js';
import { fusedActivation, padding, positive } from './definition/fields.js';
import { defineOperator, output, required, valuesOf } from './definition/operator.js';
import type { ConfiguredOperation } from './definition/operator.js';
import { windowPositions } from './families/windows.js';

const name = 'TRANSPOSE_CONV';

/** The first input holds the output's shape; a CONV_2D of that shape would have the third input's size as its output. */
export const transposeConv = defineOperator({
  name,
  builtinCode: 67,
  optionsType: 49,
  fields: {
    padding: padding(0),
    strideWidth: positive(1),
    strideHeight: positive(2),
    fusedActivation: fusedActivation(3),
  },
  inputs: [
    { name: 'outputShape', role: 'integers' },
    { name: 'filter', role: 'weights', channelDimension: 0 },
    { name: 'input', role: 'activation' },
    { name: 'bias', role: 'bias', optional: true },
  ],
  shapeRule(inputs, { padding, strideWidth, strideHeight }) {
    const [filter, input] = [required(inputs, 1), required(inputs, 2)];
    const shape = valuesOf(inputs, 0);
    const [filters = 0, height = 1, width = 1, channels = 0] = filter.shape;
    const [batch = 0, rows = 0, columns = 0, outputChannels = 0] = shape;
    if (input.shape.length !== 4 || channels !== dimension(input.shape, 3) || filters !== outputChannels) {
      throw impossible(
        name,
        `a filter of ${shapeText(filter.shape)} does not lead from ${shapeText(input.shape)} to ${shapeText(shape)}`,
      );
    }
    const vertical = windowPositions(name, padding, rows, {
      size: height,
      stride: strideHeight,
      dilation: 1,
    });
    const horizontal = windowPositions(name, padding, columns, {
      size: width,
      stride: strideWidth,
      dilation: 1,
    });
    const fits = [batch, vertical, horizontal].every((size, axis) => size === dimension(input.shape, axis));
    if (!fits)
      throw impossible(name, `${shapeText(input.shape)} does not grow to ${shapeText(shape)} at this stride`);
    return [output(shape, input.type)];
  },
  macs,
  flops: (operation) => 2 * macs(operation),
  version({ inputs, attributes }) {
    if (attributes.fusedActivation !== 'NONE') return 4;
    if (inputs[3]) return 3;
    return inputs[2]?.type === 'int8' ? 2 : 1;
  },
  features: features({
    ...imageFeatures(2),
    kernelHeight: (operation) => kernel(operation, 1),
    kernelWidth: (operation) => kernel(operation, 2),
    strideHeight: ({ attributes }) => Number(attributes['strideHeight']),
    strideWidth: ({ attributes }) => Number(attributes['strideWidth']),
    paddingSame: ({ attributes }) => flag(attributes['padding'] === 'SAME'),
    macs,
    ...activationFeatures,
  }),
});

function kernel(operation: ConfiguredOperation, axis: number): number {
  return dimension(operation.inputs[1]?.shape ?? [], axis);
}

/** Every input element is multiplied with the whole filter of its channel. */
function macs(operation: ConfiguredOperation): number {
  const inputElements = elementCount(operation.inputs[2]?.shape ?? []);
  return inputElements * kernel(operation, 0) * kernel(operation, 1) * kernel(operation, 2);
}
