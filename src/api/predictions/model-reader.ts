import { createWriteStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import type { Variation } from '../../graph/index.js';
import type { Clock } from '../../platform/index.js';
import { encodeRelease, type LoadedRelease } from '../../predictor/index.js';
import { apiError } from '../errors.js';
import type { PredictedNetwork } from './predicted-network.js';
import { ModelProcess } from './model-process/child.js';

export interface ModelReaderOptions {
  readonly clock: Clock;
  /** How long one network may take. */
  readonly timeLimitMs: number;
}

/** Which network is asked for. */
interface ModelRequest {
  /** What it is called. */
  readonly name: string;
  /** What is to be another in it. */
  readonly variation: Variation;
  readonly mostBytes: number;
}

/** How many may wait for the process; it takes one after the other. */
const mostWaiting = 16;

/** Releases that are kept as files; the one that was asked longest ago goes first. */
const mostReleaseFiles = 8;

/**
 * Predicts the networks of .tflite files that callers send: they go to a file, and a process of their own reads them, so that neither
 * a large nor a hostile one stops the server.
 */
export class ModelReader {
  readonly #options: ModelReaderOptions;
  readonly #process = new ModelProcess();
  #folder: Promise<string> | undefined;
  readonly #releasePaths = new Map<LoadedRelease, string>();
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  #files = 0;

  constructor(options: ModelReaderOptions) {
    this.#options = options;
  }

  /**
   * Predicts the network of a stream of at most so many bytes. Throws REQUEST_TOO_LARGE, SERVER_BUSY, MODEL_TAKES_TOO_LONG,
   * MODEL_TOO_COMPLEX, and what GraphError and PredictorError refuse.
   */
  async predict(
    model: Readable,
    release: LoadedRelease,
    { name, variation, mostBytes }: ModelRequest,
  ): Promise<PredictedNetwork> {
    if (this.#waiting >= mostWaiting)
      throw apiError('SERVER_BUSY', `${mostWaiting} models are waiting already.`);
    this.#waiting += 1;
    try {
      const modelPath = await this.#newPath('model', '.tflite');
      try {
        await pipeline(model, atMost(mostBytes), createWriteStream(modelPath, { mode: 0o600 }));
        const mine = this.#turn.then(() => this.#ask(modelPath, release, { name, variation }));
        this.#turn = mine.catch(() => undefined);
        return await mine;
      } finally {
        await rm(modelPath, { force: true });
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Ends the process and removes its files. */
  async stop(): Promise<void> {
    await this.#process.stop();
    const folder = await this.#folder?.catch(() => undefined);
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }

  async #ask(
    modelPath: string,
    release: LoadedRelease,
    { name, variation }: Omit<ModelRequest, 'mostBytes'>,
  ): Promise<PredictedNetwork> {
    const { clock, timeLimitMs } = this.#options;
    const releasePath = await this.#fileOf(release);
    const limit = new AbortController();
    const answered = new AbortController();
    const expiry = clock.sleep(timeLimitMs, answered.signal).then(
      () => limit.abort(),
      () => undefined,
    );
    try {
      return await this.#process.ask({ modelPath, releasePath, name, variation }, limit.signal);
    } catch (error) {
      if (!limit.signal.aborted) throw error;
      throw apiError('MODEL_TAKES_TOO_LONG', `${name} takes longer than ${timeLimitMs / 1000} s to predict.`);
    } finally {
      answered.abort();
      await expiry;
    }
  }

  /** The release as a file, written once for as long as it is among those that are asked for. Called for one question at a time. */
  async #fileOf(release: LoadedRelease): Promise<string> {
    const known = this.#releasePaths.get(release);
    const path = known ?? (await this.#newPath('release', '.lfr'));
    if (known === undefined) await writeFile(path, encodeRelease(release), { mode: 0o600 });
    this.#releasePaths.delete(release);
    this.#releasePaths.set(release, path);
    const [oldest] = this.#releasePaths;
    if (oldest !== undefined && this.#releasePaths.size > mostReleaseFiles) {
      this.#releasePaths.delete(oldest[0]);
      await rm(oldest[1], { force: true });
    }
    return path;
  }

  /** A path that nothing else has. A folder that could not be made is tried again by whoever asks next. */
  async #newPath(what: string, ending: string): Promise<string> {
    const making = (this.#folder ??= makeFolder());
    try {
      return join(await making, `${what}-${++this.#files}${ending}`);
    } catch (error) {
      if (this.#folder === making) this.#folder = undefined;
      throw error;
    }
  }
}

function makeFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'latency-farm-models-'));
}

/** Passes on what comes, and refuses what comes after so many bytes. */
function atMost(bytes: number): Transform {
  let taken = 0;
  return new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      taken += chunk.length;
      if (taken > bytes) done(apiError('REQUEST_TOO_LARGE', `The model is larger than ${bytes} bytes.`));
      else done(null, chunk);
    },
  });
}
