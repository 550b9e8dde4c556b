import type { Operand } from '../../model/configuration.js';
import { dimension, elementCount, roundUp } from '../../model/shape.js';
import { activationFeatures, features, flag, imageFeatures } from '../definition/features.js';
import type { ConfiguredOperation, Feature } from '../definition/operator.js';

/** Attributes that CONV_2D and DEPTHWISE_CONV_2D share. */
export interface ConvolutionAttributes extends Readonly<Record<string, number | string>> {
  readonly padding: string;
  readonly strideWidth: number;
  readonly strideHeight: number;
  readonly fusedActivation: string;
  readonly dilationWidth: number;
  readonly dilationHeight: number;
}

/** Input channels per filter: `filter` is OHWI, so its last dimension. Their quotient is the number of groups. */
export function groupsOf(input: Operand, filter: Operand): number {
  return dimension(input.shape, 3) / dimension(filter.shape, 3);
}

/** MACs of a convolution, grouped or not: output elements × kernel height × kernel width × input channels of a group. */
export function convolutionMacs(operation: ConfiguredOperation): number {
  const filter = operation.inputs[1]?.shape ?? [];
  const elements = elementCount(operation.outputs[0]?.shape ?? []);
  return elements * dimension(filter, 1) * dimension(filter, 2) * dimension(filter, 3);
}

/** Features of CONV_2D. */
export const convolutionFeatures: readonly Feature<ConvolutionAttributes>[] = features<ConvolutionAttributes>(
  {
    ...imageFeatures(),
    kernelHeight: (operation) => kernel(operation, 1),
    kernelWidth: (operation) => kernel(operation, 2),
    strideHeight: ({ attributes }) => attributes.strideHeight,
    strideWidth: ({ attributes }) => attributes.strideWidth,
    dilationHeight: ({ attributes }) => attributes.dilationHeight,
    dilationWidth: ({ attributes }) => attributes.dilationWidth,
    paddingSame: ({ attributes }) => flag(attributes.padding === 'SAME'),
    groups,
    macs: convolutionMacs,
    paddedMacs,
    im2colElements,
    im2colBytes: (operation) => im2colElements(operation) * elementBytes(operation),
    ...activationFeatures,
  },
);

function kernel(operation: ConfiguredOperation, axis: number): number {
  return dimension(operation.inputs[1]?.shape ?? [], axis);
}

function groups(operation: ConfiguredOperation): number {
  return dimension(operation.inputs[0]?.shape ?? [], 3) / kernel(operation, 3);
}

function outputPixels(operation: ConfiguredOperation): number {
  const shape = operation.outputs[0]?.shape ?? [];
  return dimension(shape, 0) * dimension(shape, 1) * dimension(shape, 2);
}

/** MACs of a matrix product whose channels are rounded up: output to 8, input to 4, in each group. */
function paddedMacs(operation: ConfiguredOperation): number {
  const groupCount = groups(operation);
  const outputChannels = dimension(operation.outputs[0]?.shape ?? [], 3) / groupCount;
  const window = kernel(operation, 1) * kernel(operation, 2);
  const perPixel = groupCount * roundUp(outputChannels, 8) * window * roundUp(kernel(operation, 3), 4);
  return outputPixels(operation) * perPixel;
}

/** Elements of the matrix that im2col would make; 0 for a 1x1 convolution without stride, which needs none. */
function im2colElements(operation: ConfiguredOperation): number {
  const window = kernel(operation, 1) * kernel(operation, 2);
  const { strideHeight, strideWidth } = operation.attributes;
  if (window === 1 && strideHeight === 1 && strideWidth === 1) return 0;
  return outputPixels(operation) * window * dimension(operation.inputs[0]?.shape ?? [], 3);
}

function elementBytes(operation: ConfiguredOperation): number {
  return operation.inputs[0]?.type === 'int8' ? 1 : 4;
}
