import { InvalidArgumentError } from 'commander';

import { parseScenarioKey } from '../../../records/scenario.js';

/** Reads a whole number between bounds from the command line. */
export function wholeNumber(lowest: number, highest = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= lowest && value <= highest) return value;
    const range =
      highest === Number.MAX_SAFE_INTEGER ? `of at least ${lowest}` : `from ${lowest} to ${highest}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}

/** Reads the key of a scenario from the command line. */
export function scenarioArgument(text: string): string {
  if (parseScenarioKey(text) !== undefined) return text;
  throw new InvalidArgumentError(
    'Expected <cores>-t<threads>-<precision>-<delegate>-<runtime>, such as 1large-t1-float32-builtin-2.15.',
  );
}
