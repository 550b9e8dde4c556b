import { GraphError } from '../../errors.js';
import type { Attributes, AttributeValue } from '../../model/graph.js';
import { accepts, expectation } from './fields.js';
import type { Field } from './fields.js';
import type { OperatorDefinition } from './operator.js';

/**
 * An operator's attributes, all of them and no others, in the order of its fields: those left out get the value that the
 * schema gives them. Throws {@link GraphError} `INVALID_ATTRIBUTE` naming operator, attribute, and what was expected.
 */
export function completeAttributes(definition: OperatorDefinition, given: Attributes): Attributes {
  for (const name of Object.keys(given)) {
    if (definition.fields[name] === undefined) {
      const known = Object.keys(definition.fields).join(', ') || 'none';
      throw invalid(definition, name, `is no attribute of it; it has: ${known}`);
    }
  }
  const complete: Record<string, AttributeValue> = {};
  for (const [name, field] of Object.entries(definition.fields)) {
    complete[name] = checked(definition, name, field, given[name] ?? field.stored);
  }
  return complete;
}

function checked(
  definition: OperatorDefinition,
  name: string,
  field: Field,
  value: AttributeValue,
): AttributeValue {
  if (!accepts(field, value)) {
    throw invalid(definition, name, `must be ${expectation(field)}, not ${JSON.stringify(value)}`);
  }
  return field.kind === 'real' ? Math.fround(value as number) : value;
}

function invalid(definition: OperatorDefinition, attribute: string, problem: string): GraphError {
  const operator = definition.name;
  return new GraphError('INVALID_ATTRIBUTE', `${operator}: ${attribute} ${problem}`, { operator, attribute });
}
