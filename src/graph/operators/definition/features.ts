import type { Operand } from '../../model/configuration.js';
import type { Attributes } from '../../model/graph.js';
import { byteSize, dimension, elementCount, roundUp } from '../../model/shape.js';
import type { ConfiguredOperation, Feature } from './operator.js';

type Number = (operation: ConfiguredOperation) => number;

/** A list of features from names and formulas, in this order. */
export function features<A extends Attributes>(
  formulas: Readonly<Record<string, (operation: ConfiguredOperation<A>) => number>>,
): readonly Feature<A>[] {
  return Object.entries(formulas).map(([name, of]) => ({ name, of }));
}

/** Which dimension of the NHWC image `input[index]` or of the first output. */
function input(index: number, axis: number): Number {
  return (operation) => dimension(operation.inputs[index]?.shape ?? [], axis);
}

function output(axis: number): Number {
  return (operation) => dimension(operation.outputs[0]?.shape ?? [], axis);
}

/** The sizes of an operator from image to image (NHWC), with channels as kernels of 4 and 8 lanes see them. */
export function imageFeatures(imageInput = 0): Readonly<Record<string, Number>> {
  const inputChannels = input(imageInput, -1);
  const outputChannels = output(-1);
  return {
    batch: input(imageInput, 0),
    inputHeight: input(imageInput, 1),
    inputWidth: input(imageInput, 2),
    inputChannels,
    outputHeight: output(1),
    outputWidth: output(2),
    outputChannels,
    inputChannelsPadded4: (operation) => roundUp(inputChannels(operation), 4),
    inputChannelsPadded8: (operation) => roundUp(inputChannels(operation), 8),
    outputChannelsPadded4: (operation) => roundUp(outputChannels(operation), 4),
    outputChannelsPadded8: (operation) => roundUp(outputChannels(operation), 8),
  };
}

/** 1 where the operation applies that activation to its result, else 0. */
export const activationFeatures: Readonly<Record<string, Number>> = {
  activationRelu: (operation) => flag(operation.attributes['fusedActivation'] === 'RELU'),
  activationRelu6: (operation) => flag(operation.attributes['fusedActivation'] === 'RELU6'),
  activationOther: (operation) =>
    flag(!['NONE', 'RELU', 'RELU6'].includes(String(operation.attributes['fusedActivation']))),
};

/** 1 for true, 0 for false. */
export function flag(value: boolean): number {
  return value ? 1 : 0;
}

/** Sizes of the longest input, seen as rows of its last dimension, for operators that take tensors of any rank. */
export const tensorFeatures: Readonly<Record<string, Number>> = {
  rank: (operation) => operation.outputs[0]?.shape.length ?? 0,
  outputHeight: (operation) => imageDimension(operation.outputs[0], 1),
  outputWidth: (operation) => imageDimension(operation.outputs[0], 2),
  outputChannels: output(-1),
  outputChannelsPadded4: (operation) => roundUp(output(-1)(operation), 4),
};

function imageDimension(operand: Operand | undefined, axis: number): number {
  return operand?.shape.length === 4 ? dimension(operand.shape, axis) : 1;
}

/** Elements of all inputs that are not weights. */
export function activationElements(operation: ConfiguredOperation): number {
  let elements = 0;
  for (const operand of operation.inputs) {
    if (operand !== null && !operand.constant) elements += elementCount(operand.shape);
  }
  return elements;
}

/** Elements of all outputs. */
export function outputElements(operation: ConfiguredOperation): number {
  let elements = 0;
  for (const operand of operation.outputs) elements += elementCount(operand.shape);
  return elements;
}

/** Bytes of all inputs that are not constant. */
export function activationBytes(operation: ConfiguredOperation): number {
  let bytes = 0;
  for (const operand of operation.inputs) {
    if (operand !== null && !operand.constant) bytes += byteSize(operand);
  }
  return bytes;
}

/** Bytes of all outputs. */
export function outputBytes(operation: ConfiguredOperation): number {
  let bytes = 0;
  for (const operand of operation.outputs) bytes += byteSize(operand);
  return bytes;
}
