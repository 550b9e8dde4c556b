import { z } from 'zod';

/** The value of an operation's parameter: a size, a name such as `SAME`, or a truth value. */
export type ParameterValue = number | string | boolean;

const scalar = z.union([z.number(), z.string(), z.boolean()]);
const integers = z.tuple([z.number().int(), z.number().int()]);
const step = z.number().int().positive().default(1);

const variants = [
  scalar,
  z.strictObject({ integer: integers, step }),
  z.strictObject({ logInteger: integers, step }),
  z.strictObject({ uniform: z.tuple([z.number(), z.number()]) }),
  z.strictObject({ logUniform: z.tuple([z.number(), z.number()]) }),
  z.strictObject({ choice: z.array(scalar).min(1), weights: z.array(z.number().nonnegative()).optional() }),
] as const;

/**
 * How a parameter is drawn: a fixed value; `integer` or `logInteger` [low, high] with a `step`, both bounds included, the
 * values being the multiples of `step` between them; `uniform` or `logUniform` [low, high); or a `choice` with `weights`.
 */
export const parameterSchema = z
  .union(variants, {
    error:
      'expected a value, {integer: [low, high]}, {logInteger: [low, high]}, {uniform: [low, high]}, ' +
      '{logUniform: [low, high]} or {choice: [...], weights: [...]}',
  })
  .superRefine((specification, context) => {
    const problem = problemOf(specification);
    if (problem !== undefined) context.addIssue({ code: 'custom', message: problem });
  });

export type ParameterSpecification = z.output<typeof parameterSchema>;

/** A parameter as a function of a coordinate in [0, 1): equal stretches of it are equally likely values. */
export type Draw = (coordinate: number) => ParameterValue;

/** True when the specification leaves nothing to draw. */
export function isFixed(specification: ParameterSpecification): specification is ParameterValue {
  return typeof specification !== 'object';
}

/** How to draw a parameter. The specification is one that {@link parameterSchema} accepted. */
export function drawOf(specification: ParameterSpecification): Draw {
  if (isFixed(specification)) return () => specification;
  if ('choice' in specification) {
    const chosen = weightedIndex(specification.weights ?? specification.choice.map(() => 1));
    return (coordinate) => specification.choice[chosen(coordinate)] as ParameterValue;
  }
  if ('integer' in specification) {
    const [low, high] = multiplesWithin(specification.integer, specification.step);
    return (coordinate) => (low + Math.floor(coordinate * (high - low + 1))) * specification.step;
  }
  if ('logInteger' in specification) {
    const [low, high] = multiplesWithin(specification.logInteger, specification.step);
    return (coordinate) => logInteger(low, high, coordinate) * specification.step;
  }
  if ('uniform' in specification) {
    const [low, high] = specification.uniform;
    return (coordinate) => low + coordinate * (high - low);
  }
  const [low, high] = specification.logUniform;
  return (coordinate) => low * (high / low) ** coordinate;
}

/** The index that a coordinate falls on when each has a stretch of [0, 1) in proportion to its weight. */
export function weightedIndex(weights: readonly number[]): (coordinate: number) => number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return (coordinate) => {
    let remaining = coordinate * total;
    const found = weights.findIndex((weight) => (remaining -= weight) < 0);
    return found === -1 ? weights.findLastIndex((weight) => weight > 0) : found;
  };
}

/** Every integer gets the stretch of the logarithmic axis from itself to its successor. */
function logInteger(low: number, high: number, coordinate: number): number {
  const drawn = Math.floor(low * ((high + 1) / low) ** coordinate);
  return Math.min(Math.max(drawn, low), high);
}

/** The range in units of `step`: multiples of it that lie within the bounds. */
function multiplesWithin([low, high]: readonly [number, number], unit: number): readonly [number, number] {
  return [Math.ceil(low / unit), Math.floor(high / unit)];
}

function problemOf(specification: ParameterSpecification): string | undefined {
  if (isFixed(specification)) return undefined;
  if ('choice' in specification) return weightsProblem(specification.weights, specification.choice.length);
  const [low, high] = boundsOf(specification);
  const logarithmic = 'logInteger' in specification || 'logUniform' in specification;
  if (low > high) return `the range is empty: ${low} is above ${high}`;
  if (logarithmic && low <= 0) return 'a logarithmic range begins above 0';
  if ('step' in specification) {
    const [first, last] = multiplesWithin([low, high], specification.step);
    if (first > last) return `no multiple of ${specification.step} from ${low} to ${high}`;
    if (logarithmic && first < 1) return 'a logarithmic range begins above 0';
  }
  return undefined;
}

function boundsOf(specification: Exclude<ParameterSpecification, ParameterValue | { choice: unknown }>) {
  if ('integer' in specification) return specification.integer;
  if ('logInteger' in specification) return specification.logInteger;
  return 'uniform' in specification ? specification.uniform : specification.logUniform;
}

/** What is wrong with the weights of `count` choices, if anything. */
export function weightsProblem(weights: readonly number[] | undefined, count: number): string | undefined {
  if (weights === undefined) return undefined;
  if (weights.length !== count) return `${weights.length} weights for ${count} choices`;
  return weights.some((weight) => weight > 0) ? undefined : 'every weight is 0';
}
