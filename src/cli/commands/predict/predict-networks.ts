import { builtForScenario } from '../../../graph/index.js';
import { createPredictor, refuseMisfit } from '../../../predictor/index.js';
import type { GraphPrediction, LoadedRelease } from '../../../predictor/index.js';
import { failureRow, predictionRow, type PredictionRow } from '../../../predictor/networks/prediction-row.js';
import { isCodedError } from '../../../platform/errors.js';
import { readGraph } from '../../files/graph-source.js';

export interface PredictNetworksOptions {
  /** Files, and names of architectures. */
  readonly names: readonly string[];
  readonly releases: readonly LoadedRelease[];
  readonly cwd: string;
  /** The phone's GPU, where the release's own is not meant. */
  readonly gpu?: string;
}

/** A prediction beside what it is of. */
export interface NetworkPrediction {
  readonly row: PredictionRow;
  /** Absent where there was none: the row says why. */
  readonly prediction?: GraphPrediction;
  /** Why there was none. */
  readonly failure?: Error;
}

/**
 * Predicts every network with every release, one after the other. What is wrong with one network is told in its row, and the others
 * go on; an architecture is built in the precision of the release's scenario.
 */
export async function* predictNetworks({
  names,
  releases,
  cwd,
  gpu,
}: PredictNetworksOptions): AsyncGenerator<NetworkPrediction> {
  const answering = releases.map((release) => ({
    release,
    predictor: createPredictor(release, gpu === undefined ? {} : { gpu }),
  }));
  for (const name of names) {
    for (const { release, predictor } of answering) {
      try {
        const read = await readGraph(name, cwd, builtForScenario(release.scenario));
        refuseMisfit(read.graph, name, release);
        const prediction = predictor.predict(read.graph);
        yield { row: predictionRow(read.name, release, prediction), prediction };
      } catch (error) {
        if (!isCodedError(error)) throw error;
        yield { row: failureRow(name, release, error), failure: error };
      }
    }
  }
}
