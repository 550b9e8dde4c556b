import { operatorTemplates } from './operators/index.js';
import type { OperatorTemplate, ParameterDefinition } from './operators/index.js';
import { costNames } from './cost-names.js';
import { ExpressionError, parseExpression } from './expression.js';
import type { Expression } from './expression.js';
import { isFixed } from './parameter.js';
import type { ParameterSpecification, ParameterValue } from './parameter.js';
import { acceptsValue, expectationOf, requiredParameters } from './parameters.js';

/** One operation of a search space, as its file's schema has read it. */
export interface OperationSpecification {
  readonly name: string;
  readonly operator: string;
  readonly share: number;
  readonly parameters: Readonly<Record<string, ParameterSpecification>>;
  readonly variables: Readonly<Record<string, ParameterSpecification>>;
  readonly joint: readonly JointSpecification[];
  readonly derived: Readonly<Record<string, string>>;
  readonly constraints: readonly string[];
}

export interface JointSpecification {
  readonly parameters: readonly string[];
  readonly choices: readonly (readonly ParameterValue[])[];
  readonly weights?: readonly number[] | undefined;
}

interface Problem {
  readonly path: (string | number)[];
  readonly message: string;
}

/** What is wrong with an operation beyond its form: names, kinds, what is missing or said twice, expressions. */
export function checkOperation(operation: OperationSpecification): Problem[] {
  const template = Object.hasOwn(operatorTemplates, operation.operator)
    ? operatorTemplates[operation.operator]
    : undefined;
  if (template === undefined) {
    const known = Object.keys(operatorTemplates).join(', ');
    return [
      {
        path: ['operator'],
        message: `"${operation.operator}" is not an operator that can be sampled; known are ${known}`,
      },
    ];
  }
  return [
    ...checkParameters(operation, template),
    ...checkJoint(operation, template),
    ...checkAssignments(operation, template),
    ...checkExpressions(operation, template),
  ];
}

function checkParameters(
  { parameters, operator }: OperationSpecification,
  template: OperatorTemplate,
): Problem[] {
  return Object.entries(parameters).flatMap(([name, specification]) => {
    const path = ['parameters', name];
    const definition = definitionOf(template, name);
    if (definition === undefined) return [{ path, message: unknownParameter(operator, template) }];
    if (sampleValues(specification).every((value) => acceptsValue(definition, value))) return [];
    return [{ path, message: `must be ${expectationOf(definition)}` }];
  });
}

function checkJoint({ joint, operator }: OperationSpecification, template: OperatorTemplate): Problem[] {
  return joint.flatMap(({ parameters, choices }, group) =>
    parameters.flatMap((name, column): Problem[] => {
      const definition = definitionOf(template, name);
      if (definition === undefined) {
        return [
          { path: ['joint', group, 'parameters', column], message: unknownParameter(operator, template) },
        ];
      }
      return choices.flatMap((row, index) => {
        const value = row[column];
        if (value === undefined || acceptsValue(definition, value)) return [];
        return [
          {
            path: ['joint', group, 'choices', index, column],
            message: `must be ${expectationOf(definition)}`,
          },
        ];
      });
    }),
  );
}

/** Every parameter is given once: drawn, drawn jointly or derived; and those without a fallback at least once. */
function checkAssignments(operation: OperationSpecification, template: OperatorTemplate): Problem[] {
  const { parameters, joint, derived, variables } = operation;
  const places: [string, Problem['path']][] = [
    ...Object.keys(parameters).map((name): [string, Problem['path']] => [name, ['parameters', name]]),
    ...joint.flatMap((group, index) =>
      group.parameters.map((name, column): [string, Problem['path']] => [
        name,
        ['joint', index, 'parameters', column],
      ]),
    ),
    ...Object.keys(derived).map((name): [string, Problem['path']] => [name, ['derived', name]]),
  ];
  const given = new Set<string>();
  const problems: Problem[] = [];
  for (const [name, path] of places) {
    if (given.has(name)) problems.push({ path, message: `"${name}" is given twice` });
    given.add(name);
  }
  for (const name of Object.keys(variables)) {
    if (definitionOf(template, name) === undefined) continue;
    problems.push({
      path: ['variables', name],
      message: 'is a parameter of the operator: put it under parameters',
    });
  }
  const missing = requiredParameters(template).filter((name) => !given.has(name));
  if (missing.length > 0) problems.push({ path: ['parameters'], message: `lacks ${missing.join(', ')}` });
  return problems;
}

function checkExpressions(operation: OperationSpecification, template: OperatorTemplate): Problem[] {
  const names = new Set([...Object.keys(template.parameters), ...Object.keys(operation.variables)]);
  const derived = Object.entries(operation.derived).flatMap(([name, text]) => {
    const path = ['derived', name];
    if (definitionOf(template, name) === undefined) {
      return [{ path, message: unknownParameter(operation.operator, template) }];
    }
    return checkExpression(text, names, path);
  });
  const allNames = new Set([...names, ...costNames]);
  return [
    ...derived,
    ...operation.constraints.flatMap((text, index) =>
      checkExpression(text, allNames, ['constraints', index]),
    ),
  ];
}

function checkExpression(text: string, names: ReadonlySet<string>, path: Problem['path']): Problem[] {
  let expression: Expression;
  try {
    expression = parseExpression(text);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    return [{ path, message: `${error.message} at character ${error.offset + 1} of "${text}"` }];
  }
  const unknown = [...expression.names].filter((name) => !names.has(name));
  if (unknown.length === 0) return [];
  return [
    { path, message: `"${unknown.join('", "')}" is not known here; known are ${[...names].join(', ')}` },
  ];
}

/** Values that stand for all that a specification can give: its choices, or the ends of its range. */
function sampleValues(specification: ParameterSpecification): readonly ParameterValue[] {
  if (isFixed(specification)) return [specification];
  if ('choice' in specification) return specification.choice;
  if ('integer' in specification) return specification.integer;
  if ('logInteger' in specification) return specification.logInteger;
  // Half a unit off, so that a whole number at either end does not pass for a range of whole numbers.
  const [low, high] = 'uniform' in specification ? specification.uniform : specification.logUniform;
  return [low, high, Math.floor(low) + 0.5];
}

function definitionOf(template: OperatorTemplate, name: string): ParameterDefinition | undefined {
  return Object.hasOwn(template.parameters, name) ? template.parameters[name] : undefined;
}

function unknownParameter(operator: string, template: OperatorTemplate): string {
  return `is not a parameter of ${operator}; it has ${Object.keys(template.parameters).join(', ')}`;
}
