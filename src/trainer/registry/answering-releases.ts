import type { Database } from '../../platform/database/index.js';
import { createPredictor } from '../../predictor/index.js';
import type { LoadedRelease, Predictor } from '../../predictor/index.js';
import { loadRelease, type ReleaseKey } from './load-release.js';

/** A release and what answers with it. */
export interface Answering {
  readonly release: LoadedRelease;
  readonly predictor: Predictor;
}

/** Where releases come from: a server keeps them, a command loads what it needs. */
export interface AnsweringReleases {
  /** Throws RELEASE_NOT_FOUND, PREDICTOR_FILE_INVALID. */
  answering(key: ReleaseKey): Promise<Answering>;
}

/** Loads releases as they are asked for. */
export function releasesOf(database: Database): AnsweringReleases {
  return {
    async answering(key) {
      const release = await loadRelease(database, key);
      return { release, predictor: createPredictor(release) };
    },
  };
}
