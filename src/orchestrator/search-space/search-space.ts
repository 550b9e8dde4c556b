import { costOf, GraphError, inPrecision, outputsOf } from '../../graph/index.js';
import type { OperationConfiguration, Precision } from '../../graph/index.js';
import { parseYaml, readYamlFile } from '../../platform/yaml.js';
import { costNames } from './cost-names.js';
import { ExpressionError, isTrue, parseExpression } from './expression.js';
import type { Expression, Value } from './expression.js';
import { operatorTemplates } from './operators/index.js';
import type { OperatorTemplate, ParameterValues } from './operators/index.js';
import { drawOf, isFixed, weightedIndex } from './parameter.js';
import type { ParameterSpecification, ParameterValue } from './parameter.js';
import { acceptsValue, completeParameters, parametersReader } from './parameters.js';
import { searchSpaceSchema } from './schema.js';
import type { SearchSpaceFile } from './schema.js';
import type { OperationSpecification } from './check.js';

/** Configurations of one operator, as a function of a point in a unit cube. */
export interface OperationSpace {
  readonly name: string;
  readonly operator: string;
  /** How many of the samples it gets, relative to the other operations of its space. */
  readonly share: number;
  /** How many coordinates a point has. */
  readonly dimensions: number;
  /** The configuration at a point with coordinates in [0, 1); `undefined` where it is impossible or breaks a constraint. */
  configurationAt(point: ArrayLike<number>): OperationConfiguration | undefined;
}

/** The set from which operation configurations are sampled. */
export interface SearchSpace {
  readonly name: string;
  readonly design: SearchSpaceFile['design'];
  readonly operations: readonly OperationSpace[];
}

/**
 * Reads a file of configs/search-spaces/; its configurations are built in a precision. Throws FILE_UNREADABLE or INVALID_FILE
 * with lines and fields.
 */
export async function readSearchSpace(file: string, precision: Precision = 'float32'): Promise<SearchSpace> {
  return compile(await readYamlFile(file, searchSpaceSchema), precision);
}

/** Like {@link readSearchSpace} for a text at hand; `file` is the name to complain about. */
export function parseSearchSpace(text: string, file: string, precision: Precision = 'float32'): SearchSpace {
  return compile(parseYaml(text, file, searchSpaceSchema), precision);
}

function compile({ name, design, operations }: SearchSpaceFile, precision: Precision): SearchSpace {
  return { name, design, operations: operations.map((operation) => compileOperation(operation, precision)) };
}

/** Fills in parameters from coordinates that it takes from a point, one after the other. */
type Axis = (values: Record<string, ParameterValue>, coordinate: number) => void;

function compileOperation(operation: OperationSpecification, precision: Precision): OperationSpace {
  const template = operatorTemplates[operation.operator] as OperatorTemplate;
  const { fixed, axes } = compileDraws(operation);
  const derived = Object.entries(operation.derived).map(
    ([name, text]) => [name, parseExpression(text)] as const,
  );
  const constraints = operation.constraints.map(parseExpression);

  function configurationAt(point: ArrayLike<number>): OperationConfiguration | undefined {
    const values: Record<string, ParameterValue> = { ...fixed };
    for (const [dimension, axis] of axes.entries()) axis(values, point[dimension] ?? 0);
    for (const [name, expression] of derived) {
      const value = derivedValue(expression, completeParameters(template, values), values);
      const definition = template.parameters[name];
      if (definition === undefined || !acceptsValue(definition, value)) return undefined;
      values[name] = value;
    }
    const complete = completeParameters(template, values);
    const made = template.configure(parametersReader(complete));
    if (made === undefined) return undefined;
    const configuration = inPrecision({ operator: operation.operator, ...made }, precision);
    if (!isPossible(configuration)) return undefined;
    return constraints.every((constraint) => holds(constraint, { ...values, ...complete }, configuration))
      ? configuration
      : undefined;
  }

  const { name, operator, share } = operation;
  return { name, operator, share, dimensions: axes.length, configurationAt };
}

function compileDraws({ parameters, variables, joint }: OperationSpecification) {
  const fixed: Record<string, ParameterValue> = {};
  const axes: Axis[] = [];
  const add = ([name, specification]: [string, ParameterSpecification]): void => {
    if (isFixed(specification)) {
      fixed[name] = specification;
      return;
    }
    const draw = drawOf(specification);
    axes.push((values, coordinate) => (values[name] = draw(coordinate)));
  };
  Object.entries(parameters).forEach(add);
  Object.entries(variables).forEach(add);
  for (const { parameters: names, choices, weights } of joint) {
    const chosen = weightedIndex(weights ?? choices.map(() => 1));
    axes.push((values, coordinate) => {
      const row = choices[chosen(coordinate)] ?? [];
      for (const [column, name] of names.entries()) values[name] = row[column] as ParameterValue;
    });
  }
  return { fixed, axes };
}

function derivedValue(expression: Expression, complete: ParameterValues, drawn: ParameterValues): Value {
  return evaluate(expression, (name) => drawn[name] ?? complete[name]);
}

function holds(
  constraint: Expression,
  values: ParameterValues,
  configuration: OperationConfiguration,
): boolean {
  const needsCost = costNames.some((name) => constraint.names.has(name));
  const cost: Readonly<Record<string, number>> = needsCost ? costScope(configuration) : {};
  return isTrue(evaluate(constraint, (name) => cost[name] ?? values[name]));
}

function costScope(configuration: OperationConfiguration): Readonly<Record<string, number>> {
  const { flops, parameters, weightBytes, inputBytes, outputBytes } = costOf(configuration);
  return { flops, weightCount: parameters, weightBytes, inputBytes, outputBytes };
}

/** A name without a value, or a text in arithmetic, makes the point one that cannot be. */
function evaluate(expression: Expression, lookUp: (name: string) => ParameterValue | undefined): Value {
  try {
    return expression.evaluate((name) => {
      const value = lookUp(name);
      return typeof value === 'boolean' ? Number(value) : (value ?? NaN);
    });
  } catch (error) {
    if (error instanceof ExpressionError) return NaN;
    throw error;
  }
}

/** Whether the shape rules of the operator give it an output with something in it. */
function isPossible(configuration: OperationConfiguration): boolean {
  try {
    return outputsOf(configuration).every(({ shape }) => shape.every((dimension) => dimension > 0));
  } catch (error) {
    if (error instanceof GraphError && error.code === 'IMPOSSIBLE_CONFIGURATION') return false;
    throw error;
  }
}
