import { createPredictor } from '../../predictor/index.js';
import type { Database } from '../../platform/database/index.js';
import {
  findRelease,
  loadFoundRelease,
  type Answering,
  type AnsweringReleases,
  type FoundRelease,
  type ReleaseKey,
} from '../../trainer/index.js';

/** Releases whose predictors are kept in memory; the one that was asked longest ago goes first. */
const mostKept = 32;

/**
 * Keeps the predictors of releases. Which release answers is looked up every time, so that a promotion counts at once; a release
 * itself never changes.
 */
export class PredictorCache implements AnsweringReleases {
  readonly #database: Database;
  readonly #kept = new Map<string, Promise<Answering>>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** What answers for a scenario now. Throws RELEASE_NOT_FOUND, PREDICTOR_FILE_INVALID. */
  async answering(key: ReleaseKey, gpu?: string): Promise<Answering> {
    const found = await findRelease(this.#database, key);
    const meant = gpu === undefined ? found : { ...found, gpu };
    const name = `${meant.id} ${meant.gpu ?? ''}`;
    const loading = this.#kept.get(name) ?? this.#load(meant);
    this.#kept.delete(name);
    this.#kept.set(name, loading);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
    try {
      return await loading;
    } catch (error) {
      this.#kept.delete(name);
      throw error;
    }
  }

  async #load(found: FoundRelease): Promise<Answering> {
    const release = await loadFoundRelease(this.#database, found);
    return { release, predictor: createPredictor(release) };
  }
}
