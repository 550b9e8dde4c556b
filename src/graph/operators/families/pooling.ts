import { impossible } from '../../errors.js';
import { dimension, elementCount, shapeText } from '../../model/shape.js';
import { activationFeatures, features, flag, imageFeatures } from '../definition/features.js';
import { fusedActivation, padding, positive } from '../definition/fields.js';
import { defineOperator, output, required } from '../definition/operator.js';
import type { ConfiguredOperation } from '../definition/operator.js';
import { windowPositions } from './windows.js';

const fields = {
  padding: padding(0),
  strideWidth: positive(1),
  strideHeight: positive(2),
  filterWidth: positive(3),
  filterHeight: positive(4),
  fusedActivation: fusedActivation(5),
};

/** AVERAGE_POOL_2D and MAX_POOL_2D: a window of each channel by itself, one operation per pixel of the window. */
export function pooling(name: string, builtinCode: number) {
  return defineOperator({
    name,
    builtinCode,
    optionsType: 5,
    fields,
    inputs: [{ name: 'input', role: 'activation' }],
    outputQuantization: 'input',
    shapeRule(inputs, attributes) {
      const input = required(inputs, 0);
      if (input.shape.length !== 4)
        throw impossible(name, `needs an NHWC input, not ${shapeText(input.shape)}`);
      const { padding, strideHeight, strideWidth, filterHeight, filterWidth } = attributes;
      const vertical = { size: filterHeight, stride: strideHeight, dilation: 1 };
      const horizontal = { size: filterWidth, stride: strideWidth, dilation: 1 };
      const rows = windowPositions(name, padding, dimension(input.shape, 1), vertical);
      const columns = windowPositions(name, padding, dimension(input.shape, 2), horizontal);
      return [output([dimension(input.shape, 0), rows, columns, dimension(input.shape, 3)], input.type)];
    },
    flops: (operation) =>
      elementCount(operation.outputs[0]?.shape ?? []) *
      operation.attributes.filterHeight *
      operation.attributes.filterWidth,
    features: features<PoolingAttributes>({
      ...imageFeatures(),
      kernelHeight: ({ attributes }) => attributes.filterHeight,
      kernelWidth: ({ attributes }) => attributes.filterWidth,
      strideHeight: ({ attributes }) => attributes.strideHeight,
      strideWidth: ({ attributes }) => attributes.strideWidth,
      paddingSame: ({ attributes }) => flag(attributes.padding === 'SAME'),
      coversImage,
      ...activationFeatures,
    }),
  });
}

type PoolingAttributes = Readonly<{
  padding: string;
  strideWidth: number;
  strideHeight: number;
  filterWidth: number;
  filterHeight: number;
  fusedActivation: string;
}>;

/** 1 for global pooling: the window is the whole image. */
function coversImage({ inputs, attributes }: ConfiguredOperation<PoolingAttributes>): number {
  const shape = inputs[0]?.shape ?? [];
  return flag(
    attributes.filterHeight === dimension(shape, 1) && attributes.filterWidth === dimension(shape, 2),
  );
}
