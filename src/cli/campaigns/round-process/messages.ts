import { FarmError } from '../../../platform/index.js';
import { cliErrors } from '../../errors.js';
import type { Round, RoundOptions } from '../../../trainer/index.js';

/** What is asked of the process, as JSON can carry it. */
export interface RoundQuestion extends Omit<RoundOptions, 'latenciesUs' | 'chosen'> {
  readonly latenciesUs: readonly (readonly [string, number])[];
  readonly chosen: readonly string[];
}

/** What it answers: a round, or why there is none. */
export type RoundAnswer =
  | { readonly round: Omit<Round, 'latenciesUs'> & { readonly latenciesUs: readonly number[] } }
  | { readonly failure: RoundFailure };

interface RoundFailure extends Pick<FarmError, 'code' | 'blame' | 'retryable' | 'remedy'> {
  readonly message: string;
}

export function questionOf(options: RoundOptions): RoundQuestion {
  return { ...options, latenciesUs: [...options.latenciesUs], chosen: [...options.chosen] };
}

export function optionsOf(question: RoundQuestion): RoundOptions {
  return { ...question, latenciesUs: new Map(question.latenciesUs), chosen: new Set(question.chosen) };
}

export function answerOf(round: Round): RoundAnswer {
  return { round: { ...round, latenciesUs: [...round.latenciesUs] } };
}

/** An error that will be the same next time comes as one that is not to be tried again. */
export function failureOf(error: unknown, lasting: boolean): RoundAnswer {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof FarmError) {
    const { code, blame, retryable, remedy } = error;
    return { failure: { code, blame, retryable, remedy, message } };
  }
  return {
    failure: { ...cliErrors.ROUND_NOT_CHOSEN, code: 'ROUND_NOT_CHOSEN', retryable: !lasting, message },
  };
}

/** The round, or the error that there was instead of one. */
export function roundOf(answer: RoundAnswer): Round {
  if ('round' in answer) return { ...answer.round, latenciesUs: Float64Array.from(answer.round.latenciesUs) };
  const { code, message, ...definition } = answer.failure;
  throw new FarmError(code, definition, message);
}
