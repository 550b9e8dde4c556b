import { readFileSync } from 'node:fs';

import { readTflite, varyGraph } from '../../../graph/index.js';
import { createPredictor, decodeRelease, refuseMisfit } from '../../../predictor/index.js';
import { apiError } from '../../errors.js';
import type { PredictedNetwork } from '../predicted-network.js';
import { unmeasuredOf } from '../unmeasured.js';
import type { Answering } from '../../../trainer/index.js';
import { failureOf, type ModelAnswer, type ModelQuestion } from './messages.js';

/** What the server can take in as one message without standing still. */
const mostCharacters = 16 * 2 ** 20;

/** Releases whose predictors are kept: callers ask for the same few many times. */
const mostKept = 8;

/** Answers questions, and keeps the releases that were asked for last. */
export class ModelAnswerer {
  readonly #kept = new Map<string, Answering>();

  /** The prediction, or why there is none. */
  answer(question: ModelQuestion): ModelAnswer {
    try {
      const answered = this.#predict(question);
      if (JSON.stringify(answered).length <= mostCharacters) return answered;
      throw apiError('MODEL_TOO_COMPLEX', `${question.name} has more operations than fit into an answer.`);
    } catch (error) {
      return failureOf(error);
    }
  }

  #predict({ modelPath, releasePath, name, variation }: ModelQuestion): PredictedNetwork {
    const { release, predictor } = this.#answering(releasePath);
    const [read] = readTflite(readFileSync(modelPath)).graphs;
    const graph = varyGraph(read, variation);
    refuseMisfit(graph, name, release);
    const prediction = predictor.predict(graph);
    return { prediction, unmeasured: unmeasuredOf(graph, prediction) };
  }

  #answering(path: string): Answering {
    const answering = this.#kept.get(path) ?? answeringOf(path);
    this.#kept.delete(path);
    this.#kept.set(path, answering);
    const [oldest] = this.#kept.keys();
    if (oldest !== undefined && this.#kept.size > mostKept) this.#kept.delete(oldest);
    return answering;
  }
}

function answeringOf(path: string): Answering {
  const release = decodeRelease(readFileSync(path));
  return { release, predictor: createPredictor(release) };
}
