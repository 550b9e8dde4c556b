import { GraphError } from '../../../graph/index.js';
import type { Database } from '../../../platform/database/index.js';
import { isFarmError } from '../../../platform/index.js';
import { PredictorError, refuseMisfit } from '../../../predictor/index.js';
import type { GraphPrediction } from '../../../predictor/index.js';
import type { SampleSpec } from '../../../records/sample.js';
import { graphOfSample } from '../../../tables/sample/sample-graph.js';
import type { Answering, AnsweringReleases } from '../../registry/answering-releases.js';

/** What was or would be measured, and where. */
export interface MeasuredSample {
  readonly deviceModel: string;
  readonly scenario: string;
  readonly sample: string;
  readonly sampleSpec: SampleSpec;
}

/** What the release that answers says of a sample, or why nothing. */
export type SamplePrediction =
  | {
      readonly release: { readonly id: string; readonly version: number };
      readonly prediction: GraphPrediction;
    }
  | { readonly reason: string };

/** Predicts samples with the releases that answer now; which one does at a place is looked up once. */
export class SamplePredictors {
  readonly #predictors = new Map<string, Promise<Answering>>();

  constructor(
    private readonly database: Database,
    private readonly releases: AnsweringReleases,
  ) {}

  /** What the promoted release of the place says; throws nothing that lies in the sample or the releases. */
  async predict({ deviceModel, scenario, sample, sampleSpec }: MeasuredSample): Promise<SamplePrediction> {
    try {
      const { release, predictor } = await this.#answering(deviceModel, scenario);
      const graph = await graphOfSample(this.database.pool, sampleSpec);
      refuseMisfit(graph, sample, release);
      const { id, version } = release;
      return { release: { id, version }, prediction: predictor.predict(graph) };
    } catch (error) {
      if (error instanceof GraphError || error instanceof PredictorError) return { reason: error.message };
      if (isFarmError(error, 'RELEASE_NOT_FOUND')) return { reason: error.message };
      throw error;
    }
  }

  #answering(deviceModel: string, scenarioKey: string): Promise<Answering> {
    const key = `${scenarioKey} ${deviceModel}`;
    const known = this.#predictors.get(key);
    if (known !== undefined) return known;
    const loading = this.releases.answering({ deviceModel, scenarioKey });
    this.#predictors.set(key, loading);
    return loading;
  }
}
