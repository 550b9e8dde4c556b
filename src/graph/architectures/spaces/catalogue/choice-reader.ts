import type { Choices } from '../design.js';

/** Typed access to choices whose names share a prefix. The choices have been checked against their space. */
export interface ChoiceReader {
  readonly number: (name: string) => number;
  readonly text: (name: string) => string;
  readonly flag: (name: string) => boolean;
  /** Choices under a further part of the path. */
  readonly under: (part: string) => ChoiceReader;
}

export function readChoices(choices: Choices, prefix = ''): ChoiceReader {
  const value = (name: string) => choices[prefix + name];
  return {
    number: (name) => Number(value(name)),
    text: (name) => String(value(name)),
    flag: (name) => value(name) === true,
    under: (part) => readChoices(choices, `${prefix}${part}.`),
  };
}
