import { FarmError } from '../../../platform/errors.js';
import type { ChosenNetworks, Round, RoundOptions } from '../../../trainer/index.js';
import { cliErrors } from '../../errors.js';
import type { NetworksWanted } from '../choosers.js';

/** What is asked of the process, as JSON can carry it. */
export type Question = { readonly operations: RoundQuestion } | { readonly networks: NetworksQuestion };

export interface RoundQuestion extends Omit<RoundOptions, 'latenciesUs' | 'chosen'> {
  readonly latenciesUs: readonly (readonly [string, number])[];
  readonly chosen: readonly string[];
}

/** Describing networks is the most of it: the process reads what was measured of them by itself. */
export interface NetworksQuestion {
  readonly databaseUrl: string;
  readonly options: NetworksWanted;
}

/** What it answers: what to measure, or why it cannot be told. */
export type Answer = { readonly chosen: unknown } | { readonly failure: Failure };

interface Failure extends Pick<FarmError, 'code' | 'blame' | 'retryable' | 'remedy'> {
  readonly message: string;
}

export function questionOf(options: RoundOptions): RoundQuestion {
  return { ...options, latenciesUs: [...options.latenciesUs], chosen: [...options.chosen] };
}

export function optionsOf(question: RoundQuestion): RoundOptions {
  return { ...question, latenciesUs: new Map(question.latenciesUs), chosen: new Set(question.chosen) };
}

export function answerWithRound(round: Round): Answer {
  return { chosen: { ...round, latenciesUs: [...round.latenciesUs] } };
}

/** An error that will be the same next time comes as one that is not to be tried again. */
export function failureOf(error: unknown, lasting: boolean): Answer {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof FarmError) {
    const { code, blame, retryable, remedy } = error;
    return { failure: { code, blame, retryable, remedy, message } };
  }
  return {
    failure: { ...cliErrors.ROUND_NOT_CHOSEN, code: 'ROUND_NOT_CHOSEN', retryable: !lasting, message },
  };
}

/** The round of an answer to a {@link RoundQuestion}, or the error that there was instead of one. */
export function roundOf(answer: Answer): Round {
  const round = chosenOf(answer) as Omit<Round, 'latenciesUs'> & { readonly latenciesUs: readonly number[] };
  return { ...round, latenciesUs: Float64Array.from(round.latenciesUs) };
}

/** The networks of an answer to a {@link NetworksQuestion}, or the error that there was instead of them. */
export function networksOf(answer: Answer): ChosenNetworks {
  return chosenOf(answer) as ChosenNetworks;
}

function chosenOf(answer: Answer): unknown {
  if ('chosen' in answer) return answer.chosen;
  const { code, message, ...definition } = answer.failure;
  throw new FarmError(code, definition, message);
}
