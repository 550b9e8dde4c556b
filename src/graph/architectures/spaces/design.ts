/** What a decision can be: a size, a kind, or whether there is something. */
export type ChoiceValue = number | string | boolean;

/** What was decided, by the decisions' names. Plain JSON. */
export type Choices = Readonly<Record<string, ChoiceValue>>;

/** One way to decide. */
export interface Option {
  readonly value: ChoiceValue;
  /** Stands for the value in an architecture's name; the same in every restriction of a space. */
  readonly code: number;
  /** How often it is drawn, relative to the other options. */
  readonly weight: number;
  /** What must be decided besides once this is chosen. */
  readonly then: readonly Decision[];
}

/** A question about an architecture; its name is a dotted path (`stage2.unit1.kernel`). */
export interface Decision {
  readonly name: string;
  readonly options: readonly Option[];
}

/** An option that leads to further decisions. */
export interface Alternative {
  readonly value: ChoiceValue;
  /** 1 if left out. */
  readonly weight?: number;
  readonly then?: readonly Decision[];
}

/** A decision has one digit in an architecture's name. */
export const maximumOptions = 36;

/** A decision between values that lead to nothing else, each as likely. */
export function choose(name: string, values: readonly ChoiceValue[]): Decision {
  return decide(
    name,
    values.map((value) => ({ value })),
  );
}

/** A decision between alternatives. Throws RangeError when there are none, or more than {@link maximumOptions}. */
export function decide(name: string, alternatives: readonly Alternative[]): Decision {
  if (alternatives.length === 0 || alternatives.length > maximumOptions) {
    throw new RangeError(`${name} has ${alternatives.length} options, not 1 to ${maximumOptions}`);
  }
  const options = alternatives.map(({ value, weight = 1, then = [] }, code) => ({
    value,
    code,
    weight,
    then,
  }));
  return { name, options };
}

/** How many times something is repeated, and what is decided for each time. Counting starts at 1. */
export function repeat(
  name: string,
  counts: readonly number[],
  decisionsOf: (repetition: number) => readonly Decision[],
): Decision {
  return decide(
    name,
    counts.map((count) => ({
      value: count,
      then: Array.from({ length: count }, (_, index) => decisionsOf(index + 1)).flat(),
    })),
  );
}
