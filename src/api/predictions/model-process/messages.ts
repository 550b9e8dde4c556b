import { FarmError } from '../../../platform/errors.js';
import type { CodedError } from '../../../platform/errors.js';
import type { GraphPrediction } from '../../../predictor/index.js';

/** What the process is asked: to predict the network of a file with the release of another. */
export interface ModelQuestion {
  readonly modelPath: string;
  readonly releasePath: string;
  /** What the network is called. */
  readonly name: string;
}

/** What it answers. */
export type ModelAnswer = { readonly prediction: GraphPrediction } | { readonly failure: ModelFailure };

interface ModelFailure {
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
}

/** A refusal as a message can carry it. */
export function failureOf({ code, message, remedy }: CodedError): ModelAnswer {
  return { failure: { code, message, remedy } };
}

/** What was predicted. Throws a FarmError for a refusal. */
export function predictionOf(answer: ModelAnswer): GraphPrediction {
  if ('prediction' in answer) return answer.prediction;
  const { code, message, remedy } = answer.failure;
  throw new FarmError(code, { blame: 'config', retryable: false, remedy }, message);
}
