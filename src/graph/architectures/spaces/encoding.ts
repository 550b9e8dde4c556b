import { GraphError } from '../../errors.js';
import type { Choices, ChoiceValue, Decision, Option } from './design.js';

const radix = 36;

/** One digit per decision that arises. Throws `INVALID_CHOICE` for a decision without a value, or with none of its own. */
export function encodeChoices(decisions: readonly Decision[], choices: Choices): string {
  const taken = new Set<string>();
  const code = encodeAll(decisions, choices, taken);
  const stray = Object.keys(choices).find((name) => !taken.has(name));
  if (stray !== undefined) throw invalid(`${stray} is not to be decided here`, stray);
  return code;
}

function encodeAll(decisions: readonly Decision[], choices: Choices, taken: Set<string>): string {
  return decisions
    .map((decision) => {
      taken.add(decision.name);
      const option = decision.options.find(({ value }) => value === choices[decision.name]);
      if (option === undefined) throw undecided(decision, choices[decision.name]);
      return option.code.toString(radix) + encodeAll(option.then, choices, taken);
    })
    .join('');
}

/** What a code of {@link encodeChoices} stands for. Throws `INVALID_CHOICE` for a code that is none. */
export function decodeChoices(decisions: readonly Decision[], code: string): Choices {
  const choices: Record<string, ChoiceValue> = {};
  const rest = decodeAll(decisions, code, choices);
  if (rest !== '') throw invalid(`"${code}" has ${rest.length} digits too many`);
  return choices;
}

/** Takes the digits of the decisions from a code, and gives what remains of it. */
function decodeAll(
  decisions: readonly Decision[],
  code: string,
  choices: Record<string, ChoiceValue>,
): string {
  return decisions.reduce((rest, decision) => {
    const option = optionOf(decision, rest);
    choices[decision.name] = option.value;
    return decodeAll(option.then, rest.slice(1), choices);
  }, code);
}

function optionOf(decision: Decision, code: string): Option {
  const option = decision.options.find((candidate) => candidate.code.toString(radix) === code[0]);
  if (option !== undefined) return option;
  const digit = code[0] === undefined ? 'no digit' : `the digit ${code[0]}`;
  throw invalid(`${digit} for ${decision.name}`, decision.name);
}

function undecided({ name, options }: Decision, value: ChoiceValue | undefined): GraphError {
  const expected = options.map((option) => String(option.value)).join(', ');
  const given = value === undefined ? 'is not decided' : `cannot be ${String(value)}`;
  return invalid(`${name} ${given}: expected one of ${expected}`, name);
}

function invalid(message: string, decision?: string): GraphError {
  return new GraphError('INVALID_CHOICE', message, { ...(decision !== undefined && { decision }) });
}
