import type { OperationConfiguration } from '../model/configuration.js';
import type { ClampActivation } from './kernel.js';

/**
 * What it would take to run a kernel alone: the configuration of the operation that it is named for, with the activation that it took
 * over from the operation after it.
 */
export function kernelConfiguration(
  configuration: OperationConfiguration,
  activation: string | undefined,
): OperationConfiguration {
  const { attributes } = configuration;
  if (activation === undefined || attributes['fusedActivation'] !== 'NONE') return configuration;
  return { ...configuration, attributes: { ...attributes, fusedActivation: activation } };
}

/** Whether an operation does nothing but clamp, as an activation of another operation can. */
export function isClamp(operator: string): operator is ClampActivation {
  return operator === 'RELU' || operator === 'RELU6' || operator === 'RELU_N1_TO_1';
}
