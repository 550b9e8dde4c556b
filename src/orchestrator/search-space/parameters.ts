import type {
  OperatorTemplate,
  ParameterDefinition,
  Parameters,
  ParameterValues,
} from './operators/template.js';
import type { ParameterValue } from './parameter.js';

/** What a parameter must be, in words that complete "must be …". */
export function expectationOf(definition: ParameterDefinition): string {
  switch (definition.kind) {
    case 'size':
      return 'a whole number that is not negative';
    case 'number':
      return 'a number';
    case 'flag':
      return 'true or false';
    case 'name':
      return `one of ${definition.names.join(', ')}`;
  }
}

/** Whether a value may stand for a parameter. */
export function acceptsValue(definition: ParameterDefinition, value: ParameterValue): boolean {
  switch (definition.kind) {
    case 'size':
      return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'flag':
      return typeof value === 'boolean';
    case 'name':
      return typeof value === 'string' && definition.names.includes(value);
  }
}

/** The names that must be given because the operator has no other value for them. */
export function requiredParameters(template: OperatorTemplate): string[] {
  return Object.entries(template.parameters)
    .filter(([, definition]) => !('fallback' in definition))
    .map(([name]) => name);
}

/** Every parameter of the operator, those that were not given taken from its fallbacks. */
export function completeParameters(template: OperatorTemplate, given: ParameterValues): ParameterValues {
  const complete: Record<string, ParameterValue> = {};
  for (const [name, definition] of Object.entries(template.parameters)) {
    const value = given[name] ?? fallbackOf(definition, complete);
    if (value !== undefined) complete[name] = value;
  }
  return complete;
}

/** Reads complete parameters by kind. Throws TypeError when asked for a kind that the operator does not declare. */
export function parametersReader(values: ParameterValues): Parameters {
  const read = (name: string, type: 'number' | 'string' | 'boolean'): ParameterValue => {
    const value = values[name];
    if (typeof value !== type) throw new TypeError(`the parameter ${name} is not a ${type}`);
    return value as ParameterValue;
  };
  return {
    size: (name) => read(name, 'number') as number,
    number: (name) => read(name, 'number') as number,
    flag: (name) => read(name, 'boolean') as boolean,
    name: (name) => read(name, 'string') as string,
  };
}

/** A fallback that names another parameter refers to one declared before it. */
function fallbackOf(definition: ParameterDefinition, before: ParameterValues): ParameterValue | undefined {
  const { fallback } = definition as { fallback?: ParameterValue | { sameAs: string } };
  return typeof fallback === 'object' ? before[fallback.sameAs] : fallback;
}
