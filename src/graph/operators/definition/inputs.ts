import { impossible } from '../../errors.js';
import type { Operand } from '../../model/configuration.js';
import type { OperatorDefinition, OperatorInput } from './operator.js';

/** What the input at a position is for; `undefined` beyond the last one, unless that repeats. */
export function inputAt(definition: OperatorDefinition, index: number): OperatorInput | undefined {
  const { inputs } = definition;
  const last = inputs[inputs.length - 1];
  return inputs[index] ?? (last?.repeats ? last : undefined);
}

/** Where the operator's first activation stands among its inputs. */
export function activationIndex(definition: OperatorDefinition): number {
  return definition.inputs.findIndex(({ role }) => role === 'activation');
}

/**
 * Refuses inputs that are too few or too many for an operator, empty, of a type it has no kernel for, or not constant where
 * the output's shape depends on their values. Throws `IMPOSSIBLE_CONFIGURATION`.
 */
export function checkInputs(definition: OperatorDefinition, inputs: readonly (Operand | null)[]): void {
  const { name } = definition;
  for (const [index, { name: input, optional }] of definition.inputs.entries()) {
    if (!optional && !inputs[index]) throw impossible(name, `its input ${index} (${input}) is missing`);
  }
  for (const [index, operand] of inputs.entries()) {
    const input = inputAt(definition, index);
    if (input === undefined)
      throw impossible(name, `takes ${definition.inputs.length} inputs, not ${inputs.length}`);
    if (operand !== null) checkOperand(name, input, operand);
    else if (!input.optional) throw impossible(name, `its input ${index} (${input.name}) is missing`);
  }
  const type = inputs[activationIndex(definition)]?.type;
  if (type !== undefined && definition.types && !definition.types.includes(type)) {
    throw impossible(name, `has no kernel for ${type}, only for ${definition.types.join(', ')}`);
  }
}

function checkOperand(operator: string, input: OperatorInput, operand: Operand): void {
  if (operand.shape.some((size) => !Number.isInteger(size) || size < 1)) {
    throw impossible(
      operator,
      `its ${input.name} has the sizes [${operand.shape.join(', ')}]; each must be at least 1`,
    );
  }
  if (input.role === 'integers' && operand.values === undefined) {
    throw impossible(operator, `the values of its ${input.name} must be known before run time`);
  }
}
