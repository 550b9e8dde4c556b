import { impossible } from '../errors.js';
import { dimension, shapeText } from '../model/shape.js';
import { fusedActivation, padding, positive } from './definition/fields.js';
import { defineOperator, output, required } from './definition/operator.js';
import type { ConfiguredOperation } from './definition/operator.js';
import { convolutionFeatures, convolutionMacs, groupsOf } from './families/convolution.js';
import { windowPositions } from './families/windows.js';

/** Groups are not an attribute: they follow from the filter, whose input channels are those of one group. */
export const conv2d = defineOperator({
  name: 'CONV_2D',
  builtinCode: 3,
  optionsType: 1,
  fields: {
    padding: padding(0),
    strideWidth: positive(1),
    strideHeight: positive(2),
    fusedActivation: fusedActivation(3),
    dilationWidth: positive(4, 1),
    dilationHeight: positive(5, 1),
  },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'filter', role: 'weights', channelDimension: 0 },
    { name: 'bias', role: 'bias', optional: true },
  ],
  shapeRule(inputs, attributes) {
    const [input, filter] = [required(inputs, 0), required(inputs, 1)];
    const [filters, height, width, groupChannels] = filter.shape;
    if (input.shape.length !== 4 || filters === undefined || groupChannels === undefined) {
      throw impossible(
        'CONV_2D',
        `needs an NHWC input and an OHWI filter, not ${shapeText(input.shape)} and ${shapeText(filter.shape)}`,
      );
    }
    const groups = groupsOf(input, filter);
    if (!Number.isInteger(groups) || filters % groups !== 0) {
      const channels = dimension(input.shape, 3);
      throw impossible(
        'CONV_2D',
        `${channels} input channels and ${filters} filters of ${groupChannels} channels make no whole groups`,
      );
    }
    const { padding, strideHeight, strideWidth, dilationHeight, dilationWidth } = attributes;
    const vertical = { size: height ?? 1, stride: strideHeight, dilation: dilationHeight };
    const horizontal = { size: width ?? 1, stride: strideWidth, dilation: dilationWidth };
    const rows = windowPositions('CONV_2D', padding, dimension(input.shape, 1), vertical);
    const columns = windowPositions('CONV_2D', padding, dimension(input.shape, 2), horizontal);
    return [output([dimension(input.shape, 0), rows, columns, filters], input.type)];
  },
  macs: convolutionMacs,
  flops: (operation) => 2 * convolutionMacs(operation),
  version,
  features: convolutionFeatures,
});

function version(operation: ConfiguredOperation): number {
  const [input, filter] = operation.inputs;
  if (input && filter && groupsOf(input, filter) !== 1) return 6;
  if (filter?.type !== 'int8') return 1;
  return input?.type === 'int8' ? 3 : 5;
}
