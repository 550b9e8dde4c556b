import type { ChildProcess } from 'node:child_process';

import { spawnEntry, terminate } from '../../../platform/index.js';
import type { GraphPrediction } from '../../../predictor/index.js';
import { apiError } from '../../errors.js';
import { predictionOf, type ModelAnswer, type ModelQuestion } from './messages.js';

/** Memory that a network may need while it is read and predicted. */
const heapMegabytes = 1024;

/** The process that reads models, started when it is first asked and again after it has died. One question at a time. */
export class ModelProcess {
  #child: ChildProcess | undefined;

  /** Asks it, and ends it when the signal aborts. Throws MODEL_TOO_COMPLEX when it dies of the question, and what it refuses. */
  async ask(question: ModelQuestion, signal: AbortSignal): Promise<GraphPrediction> {
    const child = (this.#child ??= start());
    const answer = await new Promise<ModelAnswer | undefined>((resolve) => {
      child.once('message', (message) => resolve(message as ModelAnswer));
      child.once('exit', () => resolve(undefined));
      child.once('error', () => resolve(undefined));
      signal.addEventListener('abort', () => child.kill('SIGKILL'), { once: true });
      child.send(question);
    });
    child.removeAllListeners();
    if (answer !== undefined) return predictionOf(answer);
    this.#child = undefined;
    throw apiError('MODEL_TOO_COMPLEX', `${question.name} ended the process that read it.`);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child !== undefined) await terminate(child, { graceMs: 1000 });
  }
}

function start(): ChildProcess {
  return spawnEntry('api/predictions/model-process/main', [], {
    env: { NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}` },
    background: true,
  });
}
