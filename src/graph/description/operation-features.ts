import type { OperationConfiguration } from '../model/configuration.js';
import { byteSize } from '../model/shape.js';
import { activationElements, outputElements } from '../operators/definition/features.js';
import type { ConfiguredOperation } from '../operators/definition/operator.js';
import { operatorNamed } from '../operators/registry.js';
import { configured, operationCost } from './cost.js';

/** Features that every operator has, in front of its own. */
const commonFeatureNames = [
  'flops',
  'inputElements',
  'outputElements',
  'inputBytes',
  'outputBytes',
  'weightBytes',
  'movedBytes',
  'flopsPerByte',
] as const;

/** Names of an operator's features in their fixed order. Throws `UNKNOWN_OPERATOR`. */
export function featureNames(operator: string): readonly string[] {
  const own = operatorNamed(operator).features.map(({ name }) => name);
  return [...new Set<string>([...commonFeatureNames, ...own])];
}

/**
 * The numbers that learners see of a configuration, in the order of {@link featureNames}. Flags are 0 or 1; sizes are
 * pixels, channels or elements; bytes say so. Weights count as kernels read them: float16 ones as the float32 that the
 * runtime unpacks them to, so that a network answers the same in whichever of the two it is stored. Throws as {@link outputsOf} does.
 */
export function featuresOf(configuration: OperationConfiguration): Record<string, number> {
  const definition = operatorNamed(configuration.operator);
  const operation = configured(configuration);
  const { flops, inputBytes, outputBytes, weightBytes: storedBytes } = operationCost(definition, operation);
  const weightBytes = storedBytes + unpackedBytes(operation);
  const movedBytes = inputBytes + outputBytes + weightBytes;
  const features: Record<string, number> = {
    flops,
    inputElements: activationElements(operation),
    outputElements: outputElements(operation),
    inputBytes,
    outputBytes,
    weightBytes,
    movedBytes,
    flopsPerByte: movedBytes === 0 ? 0 : flops / movedBytes,
  } satisfies Record<(typeof commonFeatureNames)[number], number>;
  for (const feature of definition.features) features[feature.name] = feature.of(operation);
  return features;
}

/** What float16 weights grow by when they are unpacked for a kernel that computes in float32. */
function unpackedBytes({ inputs }: ConfiguredOperation): number {
  let bytes = 0;
  for (const operand of inputs) {
    if (operand?.constant && operand.type === 'float16') bytes += byteSize(operand);
  }
  return bytes;
}
