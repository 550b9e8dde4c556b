import { FarmError, isCodedError } from '../../../platform/errors.js';
import type { Blame } from '../../../platform/errors.js';
import type { Variation } from '../../../graph/index.js';
import type { PredictedNetwork } from '../predicted-network.js';

/** What the process is asked: to predict the network of a file with the release of another. */
export interface ModelQuestion {
  readonly modelPath: string;
  readonly releasePath: string;
  /** What the network is called. */
  readonly name: string;
  /** What is to be another in it. */
  readonly variation: Variation;
}

/** What it answers: a prediction, a refusal, or a defect of ours that it met. */
export type ModelAnswer =
  | PredictedNetwork
  | { readonly failure: ModelFailure }
  | { readonly defect: { readonly message: string; readonly stack: string } };

interface ModelFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly blame: Blame;
}

/** Why there is no prediction, as a message can carry it. */
export function failureOf(error: unknown): ModelAnswer {
  if (isCodedError(error)) {
    const { code, message, remedy, blame = 'config' } = error;
    return { failure: { code, message, remedy, blame: blame as Blame } };
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  return { defect: { message, stack } };
}

/** What was predicted. Throws a FarmError for a refusal, and what a defect said for a defect. */
export function predictionOf(answer: ModelAnswer): PredictedNetwork {
  if ('prediction' in answer) return answer;
  if ('defect' in answer)
    throw Object.assign(new Error(answer.defect.message), { stack: answer.defect.stack });
  const { code, message, remedy, blame } = answer.failure;
  throw new FarmError(code, { blame, retryable: false, remedy }, message);
}
