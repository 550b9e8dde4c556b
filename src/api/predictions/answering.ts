import type { LoadedRelease, Predictor } from '../../predictor/index.js';

/** A release and what answers with it. */
export interface Answering {
  readonly release: LoadedRelease;
  readonly predictor: Predictor;
}
