import type { ChildProcess } from 'node:child_process';

import { spawnEntry, terminate } from '../../../platform/index.js';
import { apiError } from '../../errors.js';
import type { PredictedNetwork } from '../predicted-network.js';
import { predictionOf, type ModelAnswer, type ModelQuestion } from './messages.js';

/** Memory that a network may need while it is read and predicted. */
const heapMegabytes = 1024;

/** The process that reads models, started when it is first asked and again after it has died. One question at a time. */
export class ModelProcess {
  readonly #spawn: () => ChildProcess;
  #child: ChildProcess | undefined;

  constructor(spawn = spawnReader) {
    this.#spawn = spawn;
  }

  /**
   * Asks it, and ends it when the signal aborts. Throws MODEL_TOO_COMPLEX when it dies of the question, what it refuses, and an Error when
   * it cannot be asked.
   */
  async ask(question: ModelQuestion, signal: AbortSignal): Promise<PredictedNetwork> {
    const child = (this.#child ??= this.#start());
    const end = () => child.kill('SIGKILL');
    signal.addEventListener('abort', end, { once: true });
    try {
      return predictionOf(await answerTo(question, child));
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  async stop(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child !== undefined) await terminate(child, { graceMs: 1000 });
  }

  /** It is forgotten as soon as it ends, also while nobody asks it anything. */
  #start(): ChildProcess {
    const child = this.#spawn();
    const forget = () => {
      if (this.#child === child) this.#child = undefined;
    };
    for (const end of ['exit', 'error', 'disconnect']) child.once(end, forget);
    return child;
  }
}

function answerTo(question: ModelQuestion, child: ChildProcess): Promise<ModelAnswer> {
  return new Promise((resolve, reject) => {
    const settle = (end: () => void) => {
      child.off('message', answered).off('exit', ended).off('error', failed);
      end();
    };
    const answered = (message: unknown) => settle(() => resolve(message as ModelAnswer));
    const ended = () => {
      const text = `${question.name} ended the process that read it.`;
      settle(() => reject(apiError('MODEL_TOO_COMPLEX', text)));
    };
    const failed = (error: Error) => settle(() => reject(error));
    child.on('message', answered).on('exit', ended).on('error', failed);
    child.send(question, (error) => error && failed(error));
  });
}

/** Starts the process that reads models. */
export function spawnReader(): ChildProcess {
  return spawnEntry('api/predictions/model-process/main', [], {
    env: { NODE_OPTIONS: `--max-old-space-size=${heapMegabytes}` },
    background: true,
  });
}
