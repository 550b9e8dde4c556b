import type { AttributeValue } from '../../../model/graph.js';
import type { Shape } from '../../../model/tensor.js';
import type { Window } from '../model/attributes.js';
import type { ValueShape } from '../model/value-shape.js';
import type { OperationReader } from './operation-reader.js';

/** What the weights of a kernel are, in the delegate's order. */
export interface Weights {
  readonly output: number;
  readonly height: number;
  readonly width: number;
  readonly input: number;
}

/** Weights of four dimensions, as they are stored: OHWI. */
export function weightsOfShape(reader: OperationReader, shape: Shape): Weights {
  const [output, height, width, input, ...others] = shape;
  if (input === undefined || others.length > 0) {
    reader.fail(`Expected a 4D tensor of shape OxHxWxI but got ${shape.join('x')}`);
  }
  return { output: output as number, height: height as number, width: width as number, input };
}

/** The window of a convolution: weights, strides and dilations, and the padding that SAME asks for. */
export function convolutionWindow(
  reader: OperationReader,
  input: ValueShape,
  weights: Weights,
  groups: number,
): Window {
  const { attributes } = reader.operation;
  const strideHeight = atLeastOne(attributes['strideHeight']);
  const strideWidth = atLeastOne(attributes['strideWidth']);
  const dilationHeight = atLeastOne(attributes['dilationHeight']);
  const dilationWidth = atLeastOne(attributes['dilationWidth']);
  const same = attributes['padding'] === 'SAME';
  const rows = same ? samePadding(input.height, weights.height, dilationHeight, strideHeight) : 0;
  const columns = same ? samePadding(input.width, weights.width, dilationWidth, strideWidth) : 0;
  return {
    kernelHeight: weights.height,
    kernelWidth: weights.width,
    strideHeight,
    strideWidth,
    dilationHeight,
    dilationWidth,
    weightsInput: weights.input,
    weightsOutput: weights.output,
    groups,
    top: rows >> 1,
    bottom: rows - (rows >> 1),
    left: columns >> 1,
    right: columns - (columns >> 1),
  };
}

/** The window of a product of a matrix and the rows of a map. */
export function pointwiseWindow(inputChannels: number, outputChannels: number): Window {
  return {
    kernelHeight: 1,
    kernelWidth: 1,
    strideHeight: 1,
    strideWidth: 1,
    dilationHeight: 1,
    dilationWidth: 1,
    weightsInput: inputChannels,
    weightsOutput: outputChannels,
    groups: 1,
    top: 0,
    bottom: 0,
    left: 0,
    right: 0,
  };
}

/** Rows or columns that SAME adds in all (`CalculateSamePadding` in common/operations.cc). */
function samePadding(size: number, kernel: number, dilation: number, stride: number): number {
  return Math.max(0, (kernel - 1) * dilation + 1 - ((size - 1) % stride) - 1);
}

/** What an attribute counts; 1 where the operator has no such attribute. */
function atLeastOne(count: AttributeValue | undefined): number {
  return typeof count === 'number' && count > 0 ? count : 1;
}
