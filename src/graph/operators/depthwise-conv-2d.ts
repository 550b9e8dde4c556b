import { impossible } from '../errors.js';
import { dimension, elementCount, shapeText } from '../model/shape.js';
import { activationFeatures, features, flag, imageFeatures } from './definition/features.js';
import { fusedActivation, padding, positive } from './definition/fields.js';
import { defineOperator, output, required } from './definition/operator.js';
import type { ConfiguredOperation } from './definition/operator.js';
import { windowPositions } from './families/windows.js';

const name = 'DEPTHWISE_CONV_2D';

export const depthwiseConv2d = defineOperator({
  name,
  builtinCode: 4,
  optionsType: 2,
  fields: {
    padding: padding(0),
    strideWidth: positive(1),
    strideHeight: positive(2),
    depthMultiplier: positive(3),
    fusedActivation: fusedActivation(4),
    dilationWidth: positive(5, 1),
    dilationHeight: positive(6, 1),
  },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'filter', role: 'weights', channelDimension: 3 },
    { name: 'bias', role: 'bias', optional: true },
  ],
  shapeRule(inputs, attributes) {
    const [input, filter] = [required(inputs, 0), required(inputs, 1)];
    const [, height, width, filters] = filter.shape;
    if (input.shape.length !== 4 || height === undefined || width === undefined || filters === undefined) {
      throw impossible(
        name,
        `needs an NHWC input and a 1HWC filter, not ${shapeText(input.shape)} and ${shapeText(filter.shape)}`,
      );
    }
    const channels = dimension(input.shape, 3);
    const { padding, strideHeight, strideWidth, dilationHeight, dilationWidth, depthMultiplier } = attributes;
    if (filters !== channels * depthMultiplier) {
      throw impossible(
        name,
        `${channels} channels times ${depthMultiplier} are not the filter's ${filters} channels`,
      );
    }
    const vertical = { size: height, stride: strideHeight, dilation: dilationHeight };
    const horizontal = { size: width, stride: strideWidth, dilation: dilationWidth };
    const rows = windowPositions(name, padding, dimension(input.shape, 1), vertical);
    const columns = windowPositions(name, padding, dimension(input.shape, 2), horizontal);
    return [output([dimension(input.shape, 0), rows, columns, filters], input.type)];
  },
  macs,
  flops: (operation) => 2 * macs(operation),
  version(operation) {
    const [input, filter] = operation.inputs;
    if (filter?.type === 'int8') return input?.type === 'int8' ? 3 : 6;
    return operation.attributes.dilationWidth !== 1 || operation.attributes.dilationHeight !== 1 ? 2 : 1;
  },
  features: features({
    ...imageFeatures(),
    kernelHeight: (operation) => kernel(operation, 1),
    kernelWidth: (operation) => kernel(operation, 2),
    strideHeight: ({ attributes }) => Number(attributes['strideHeight']),
    strideWidth: ({ attributes }) => Number(attributes['strideWidth']),
    dilationHeight: ({ attributes }) => Number(attributes['dilationHeight']),
    dilationWidth: ({ attributes }) => Number(attributes['dilationWidth']),
    paddingSame: ({ attributes }) => flag(attributes['padding'] === 'SAME'),
    depthMultiplier: ({ attributes }) => Number(attributes['depthMultiplier']),
    macs,
    ...activationFeatures,
  }),
});

function kernel(operation: ConfiguredOperation, axis: number): number {
  return dimension(operation.inputs[1]?.shape ?? [], axis);
}

function macs(operation: ConfiguredOperation): number {
  return elementCount(operation.outputs[0]?.shape ?? []) * kernel(operation, 1) * kernel(operation, 2);
}
