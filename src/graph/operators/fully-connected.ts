import { impossible } from '../errors.js';
import { dimension, elementCount, roundUp, shapeText } from '../model/shape.js';
import { activationFeatures, features } from './definition/features.js';
import { boolean, fusedActivation, oneOf } from './definition/fields.js';
import { defineOperator, output, required } from './definition/operator.js';
import type { ConfiguredOperation } from './definition/operator.js';

export const fullyConnected = defineOperator({
  name: 'FULLY_CONNECTED',
  builtinCode: 9,
  optionsType: 8,
  fields: {
    fusedActivation: fusedActivation(0),
    weightsFormat: oneOf(1, ['DEFAULT', 'SHUFFLED4x16INT8']),
    keepNumDims: boolean(2),
    asymmetricQuantizeInputs: boolean(3),
  },
  inputs: [
    { name: 'input', role: 'activation' },
    { name: 'filter', role: 'weights' },
    { name: 'bias', role: 'bias', optional: true },
  ],
  shapeRule(inputs, { keepNumDims }) {
    const [input, filter] = [required(inputs, 0), required(inputs, 1)];
    const [units, depth] = filter.shape;
    if (units === undefined || depth === undefined || filter.shape.length !== 2) {
      throw impossible('FULLY_CONNECTED', `needs a filter of units x inputs, not ${shapeText(filter.shape)}`);
    }
    if (keepNumDims) {
      if (dimension(input.shape, -1) !== depth) throw mismatch(input.shape, depth);
      return [output([...input.shape.slice(0, -1), units], input.type)];
    }
    const rows = elementCount(input.shape) / depth;
    if (!Number.isInteger(rows)) throw mismatch(input.shape, depth);
    return [output([rows, units], input.type)];
  },
  macs,
  flops: (operation) => 2 * macs(operation),
  version(operation) {
    const [input, filter, bias] = operation.inputs;
    if (!bias) return 6;
    if (operation.attributes.keepNumDims) return 5;
    if (filter?.type === 'int8') {
      if (input?.type === 'int8') return 4;
      return operation.attributes.asymmetricQuantizeInputs ? 9 : 3;
    }
    return operation.attributes.weightsFormat === 'DEFAULT' ? 1 : 2;
  },
  features: features({
    rows: (operation) => elementCount(operation.outputs[0]?.shape ?? []) / units(operation),
    inputChannels: depth,
    outputChannels: units,
    inputChannelsPadded4: (operation) => roundUp(depth(operation), 4),
    inputChannelsPadded8: (operation) => roundUp(depth(operation), 8),
    outputChannelsPadded4: (operation) => roundUp(units(operation), 4),
    outputChannelsPadded8: (operation) => roundUp(units(operation), 8),
    macs,
    ...activationFeatures,
  }),
});

function mismatch(shape: readonly number[], depth: number) {
  return impossible(
    'FULLY_CONNECTED',
    `an input of ${shapeText(shape)} is no rows of ${depth} for the filter`,
  );
}

function units(operation: ConfiguredOperation): number {
  return dimension(operation.inputs[1]?.shape ?? [], 0);
}

function depth(operation: ConfiguredOperation): number {
  return dimension(operation.inputs[1]?.shape ?? [], 1);
}

function macs(operation: ConfiguredOperation): number {
  return elementCount(operation.outputs[0]?.shape ?? []) * depth(operation);
}
