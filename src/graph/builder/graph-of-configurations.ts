import { isFilledByTools } from '../description/filled-inputs.js';
import { GraphError, impossible } from '../errors.js';
import type { Operand, OperationConfiguration } from '../model/configuration.js';
import type { Graph } from '../model/graph.js';
import { inputAt } from '../operators/definition/inputs.js';
import type { OperatorDefinition } from '../operators/definition/operator.js';
import { operatorNamed } from '../operators/registry.js';
import { GraphBuilder } from './graph-builder.js';
import type { Value } from './graph-builder.js';

/**
 * One model of independent branches: for each configuration, in order, its inputs, its operation, its outputs. Constants
 * are zeros; float16 ones come through a DEQUANTIZE of their own, which the runtime does once. A configuration all of whose
 * inputs are constant gets its first one at run time, or there would be nothing to measure. What the benchmark tool gives no
 * inputs of (float16) is a variable of the model, which every run reads like an input. A model of such alone has an input that nothing
 * reads: of models without any TFLite has lost the whole profile (of 2.12, as WebAssembly, in 19 runs of 20; with the input in none).
 * Throws {@link GraphError} as `outputsOf` does, and `INVALID_GRAPH` when there is no configuration.
 */
export function graphOfConfigurations(
  configurations: readonly OperationConfiguration[],
  name = 'operations',
): Graph {
  if (configurations.length === 0)
    throw new GraphError('INVALID_GRAPH', 'a model needs at least one operation');
  const builder = new GraphBuilder(name);
  const outputs = configurations.flatMap((configuration) => branch(builder, configuration));
  if (!builder.hasInputs) builder.input([1], 'float32');
  return builder.finish(outputs);
}

function branch(
  builder: GraphBuilder,
  { operator, attributes, inputs }: OperationConfiguration,
): readonly Value[] {
  const definition = operatorNamed(operator);
  if (operator === 'DENSIFY')
    throw impossible(operator, 'only unpacks sparse weights, which is not work of a run');
  const runs = inputs.some((operand) => operand !== null && !operand.constant);
  const values = inputs.map((operand, position) => {
    if (operand === null) return null;
    const first = !runs && inputAt(definition, position)?.role === 'activation';
    return first ? source(builder, operand) : operandValue(builder, definition, operand, position);
  });
  return builder.applyAll(operator, values, attributes);
}

function operandValue(
  builder: GraphBuilder,
  definition: OperatorDefinition,
  { shape, type, constant, values }: Operand,
  position: number,
): Value {
  const role = inputAt(definition, position)?.role;
  if (role === 'integers') return builder.integers(shape, values ?? []);
  if (!constant) return source(builder, { shape, type });
  return role === 'activation' ? builder.constant(shape, type) : builder.weights(shape, type);
}

function source(builder: GraphBuilder, { shape, type }: Pick<Operand, 'shape' | 'type'>): Value {
  return isFilledByTools(type) ? builder.input(shape, type) : builder.variable(shape, type);
}
