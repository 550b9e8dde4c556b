import type { Operand, OperationConfiguration } from '../model/configuration.js';
import { byteSize, elementCount } from '../model/shape.js';
import { completeAttributes } from '../operators/definition/attributes.js';
import { activationBytes, outputBytes } from '../operators/definition/features.js';
import { checkInputs, inputAt } from '../operators/definition/inputs.js';
import type { ConfiguredOperation, OperatorDefinition } from '../operators/definition/operator.js';
import { operatorNamed } from '../operators/registry.js';

/** What an operation does and moves. */
export interface Cost {
  /** 2 per multiplication with an addition; elementwise operations count one per output element; copies none. */
  readonly flops: number;
  /** Elements of weights and biases. */
  readonly parameters: number;
  /** Their bytes, as the model file stores them. */
  readonly weightBytes: number;
  /** Bytes of the inputs that are not constant. */
  readonly inputBytes: number;
  readonly outputBytes: number;
}

/**
 * The operands that an operation configuration makes. Throws {@link GraphError}: `UNKNOWN_OPERATOR`, `INVALID_ATTRIBUTE`,
 * or `IMPOSSIBLE_CONFIGURATION` with the reason.
 */
export function outputsOf(configuration: OperationConfiguration): readonly Operand[] {
  return configured(configuration).outputs;
}

/** What a configuration costs. Throws as {@link outputsOf} does. */
export function costOf(configuration: OperationConfiguration): Cost {
  return operationCost(operatorNamed(configuration.operator), configured(configuration));
}

/** A configuration with complete attributes and the outputs of its shape rule. Throws as {@link outputsOf} does. */
export function configured(configuration: OperationConfiguration): ConfiguredOperation {
  const definition = operatorNamed(configuration.operator);
  const attributes = completeAttributes(definition, configuration.attributes);
  const { inputs } = configuration;
  checkInputs(definition, inputs);
  return { attributes, inputs, outputs: definition.shapeRule(inputs, attributes) };
}

/** The cost of an operation whose outputs are known. `definition` is left out for custom and unknown operators. */
export function operationCost(
  definition: OperatorDefinition | undefined,
  operation: ConfiguredOperation,
): Cost {
  let parameters = 0;
  let weightBytes = 0;
  const { inputs } = operation;
  for (let index = 0; index < inputs.length; index++) {
    const operand = inputs[index];
    if (!operand?.constant || (definition && inputAt(definition, index)?.role === 'integers')) continue;
    parameters += elementCount(operand.shape);
    weightBytes += byteSize(operand);
  }
  return {
    flops: definition?.flops(operation) ?? 0,
    parameters,
    weightBytes,
    inputBytes: activationBytes(operation),
    outputBytes: outputBytes(operation),
  };
}
