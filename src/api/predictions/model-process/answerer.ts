import { readFileSync } from 'node:fs';

import { readTflite } from '../../../graph/index.js';
import { isCodedError } from '../../../platform/errors.js';
import { createPredictor, decodeRelease, refuseMisfit } from '../../../predictor/index.js';
import type { GraphPrediction } from '../../../predictor/index.js';
import { apiError } from '../../errors.js';
import type { Answering } from '../answering.js';
import { failureOf, type ModelAnswer, type ModelQuestion } from './messages.js';

/** What the server can take in as one message without standing still. */
const mostCharacters = 16 * 2 ** 20;

/** Answers questions, and keeps the release that was asked for last: callers ask for the same one many times. */
export class ModelAnswerer {
  #last: { readonly path: string; readonly answering: Answering } | undefined;

  /** The prediction, or why there is none. */
  answer(question: ModelQuestion): ModelAnswer {
    try {
      const answered = { prediction: this.#predict(question) };
      if (JSON.stringify(answered).length <= mostCharacters) return answered;
      throw apiError('MODEL_TOO_COMPLEX', `${question.name} has more operations than fit into an answer.`);
    } catch (error) {
      if (isCodedError(error)) return failureOf(error);
      throw error;
    }
  }

  #predict({ modelPath, releasePath, name }: ModelQuestion): GraphPrediction {
    const { release, predictor } = this.#answering(releasePath);
    const [graph] = readTflite(readFileSync(modelPath)).graphs;
    refuseMisfit(graph, name, release);
    return predictor.predict(graph);
  }

  #answering(path: string): Answering {
    if (this.#last?.path !== path) {
      const release = decodeRelease(readFileSync(path));
      this.#last = { path, answering: { release, predictor: createPredictor(release) } };
    }
    return this.#last.answering;
  }
}
