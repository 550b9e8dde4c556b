import type { Operand, OperationConfiguration } from '../model/configuration.js';
import type { Attributes } from '../model/graph.js';
import type { Precision } from '../model/precision.js';
import type { ElementType } from '../model/tensor.js';
import { inputAt } from '../operators/definition/inputs.js';
import type { OperatorInput } from '../operators/definition/operator.js';
import { operatorNamed } from '../operators/registry.js';
import { hasHybridKernel } from './hybrid-kernels.js';

/**
 * A float32 configuration as a network of another precision has it: its values, weights and biases in the types that
 * {@link Precision} names. What DEQUANTIZE reads is float16, or int8 in an int8 network. Whether the operator has a kernel for
 * these types is for `outputsOf` to say. Throws `UNKNOWN_OPERATOR`.
 */
export function inPrecision(
  configuration: OperationConfiguration,
  precision: Precision,
): OperationConfiguration {
  const { operator, inputs } = configuration;
  const definition = operatorNamed(operator);
  const typeOf = operandType(configuration, precision);
  return {
    operator,
    attributes: attributesIn(configuration, precision),
    inputs: inputs.map((operand, position) =>
      operand === null ? null : { ...operand, type: typeOf(operand, inputAt(definition, position)?.role) },
    ),
  };
}

type Role = OperatorInput['role'] | undefined;

function operandType(
  configuration: OperationConfiguration,
  precision: Precision,
): (operand: Operand, role: Role) => ElementType {
  const { operator } = configuration;
  return ({ type, constant }, role) => {
    if (operator === 'DEQUANTIZE') return precision === 'int8' ? 'int8' : 'float16';
    if (type !== 'float32' || precision === 'float32') return type;
    if (precision === 'int8') return role === 'bias' ? 'int32' : 'int8';
    if (!constant || role !== 'weights') return type;
    if (precision === 'float16') return 'float16';
    return hasHybridKernel(configuration) ? 'int8' : type;
  };
}

/** Converters let FULLY_CONNECTED quantize its input asymmetrically at run time; convolutions do so without being told. */
function attributesIn({ operator, attributes }: OperationConfiguration, precision: Precision): Attributes {
  const asymmetric = precision === 'hybrid' && operator === 'FULLY_CONNECTED';
  return asymmetric ? { ...attributes, asymmetricQuantizeInputs: true } : attributes;
}
