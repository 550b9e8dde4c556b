import { GraphBuilder } from '../../builder/graph-builder.js';
import { GraphError } from '../../errors.js';
import type { Graph } from '../../model/graph.js';
import type { Precision } from '../../model/precision.js';
import type { Choices, ChoiceValue, Decision, Option } from './design.js';
import { decodeChoices, encodeChoices } from './encoding.js';
import type { ArchitectureSpace } from './space.js';

/** A stream of random numbers that can be split into independent ones. */
export interface RandomStream {
  /** Uniform in [0, 1). */
  uniform(): number;
  split(label: string): RandomStream;
}

export interface SampledArchitecture {
  /** Tells what was chosen, so that `buildArchitecture` builds it from the name alone. */
  readonly name: string;
  readonly choices: Choices;
}

/** Draws in a row that give no network before a space counts as empty. */
const maximumDraws = 10_000;

/** Between a space's name and the digits of the choices. */
export const nameSeparator = '~';

/**
 * The sample with a number: every decision is drawn by its options' weights. It depends on the stream's seed and the number
 * alone, not on how many were drawn before. Throws `INVALID_CHOICE` when a space has no possible architecture.
 */
export function sampleArchitecture(
  space: ArchitectureSpace,
  random: RandomStream,
  index: number,
): SampledArchitecture {
  const stream = random.split(String(index));
  for (let draw = 0; draw < maximumDraws; draw++) {
    const choices: Record<string, ChoiceValue> = {};
    drawAll(space.decisions, stream, choices);
    if (space.possible?.(choices) ?? true) return { name: nameOf(space, choices), choices };
  }
  throw new GraphError('INVALID_CHOICE', `${space.name} has no possible architecture`, { space: space.name });
}

/** The name of the architecture with these choices. Throws `INVALID_CHOICE` where they are not the space's. */
export function nameOf(space: ArchitectureSpace, choices: Choices): string {
  return `${space.name}${nameSeparator}${encodeChoices(space.decisions, choices)}`;
}

export interface BuildOptions {
  /** `float32` if left out. */
  readonly precision?: Precision;
}

/** The architecture that {@link nameOf} gives a name; `undefined` for a name without the separator. */
export function choicesNamed(
  spaceOf: (name: string) => ArchitectureSpace,
  name: string,
): { readonly space: ArchitectureSpace; readonly choices: Choices } | undefined {
  const [spaceName = '', code] = name.split(nameSeparator, 2);
  if (code === undefined) return undefined;
  const space = spaceOf(spaceName);
  return { space, choices: decodeChoices(space.decisions, code) };
}

/** An architecture of a space, with weights of zeros. Throws `INVALID_CHOICE` where choices are missing, wrong or too many. */
export function buildFromChoices(
  space: ArchitectureSpace,
  choices: Choices,
  options: BuildOptions = {},
): Graph {
  const name = nameOf(space, choices);
  if (space.possible?.(choices) === false) {
    throw new GraphError('INVALID_CHOICE', `${name} connects its input with no output`, { name });
  }
  const builder = new GraphBuilder(name, options);
  const size = space.inputSize(choices);
  return builder.finish(space.build(builder, builder.input([1, size, size, 3]), choices));
}

function drawAll(
  decisions: readonly Decision[],
  random: RandomStream,
  choices: Record<string, ChoiceValue>,
): void {
  for (const { name, options } of decisions) {
    const option = draw(options, random.uniform());
    choices[name] = option.value;
    drawAll(option.then, random, choices);
  }
}

/** The option that a coordinate falls on when each has a stretch of [0, 1) in proportion to its weight. */
function draw(options: readonly Option[], coordinate: number): Option {
  let remaining = coordinate * options.reduce((sum, { weight }) => sum + weight, 0);
  const found = options.find(({ weight }) => (remaining -= weight) < 0) ?? options.at(-1);
  if (found === undefined) throw new RangeError('a decision without options');
  return found;
}
