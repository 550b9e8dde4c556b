import { setImmediate as nextTurn } from 'node:timers/promises';

import { GraphError } from '../../graph/index.js';
import type { Database } from '../../platform/database/index.js';
import { isCodedError } from '../../platform/errors.js';
import { PredictorError, refuseMisfit } from '../../predictor/index.js';
import { readFreshNetworkRuns, type FreshNetworkRun } from '../../tables/run/network-runs.js';
import { graphOfSample } from '../../tables/sample/sample-graph.js';
import type { Answering, ReleaseKey, ReleaseSummary } from '../../trainer/index.js';
import type { PredictorCache } from '../predictions/predictor-cache.js';

/** Runs that are looked at in one go; the rest is looked at the next time. */
const mostRuns = 100;

interface Judged {
  inside: number;
  total: number;
  after: Date;
}

/** How often networks that were measured after a release was learned lie in its intervals. Each run is judged once. */
export class FreshCoverage {
  readonly #judged = new Map<string, Judged>();

  constructor(
    private readonly database: Database,
    private readonly predictors: PredictorCache,
  ) {}

  /** The share of the runs since, 0 to 1; undefined before the first. */
  async of({
    id,
    deviceModel,
    scenarioKey,
    version,
    createdAt,
  }: ReleaseSummary): Promise<number | undefined> {
    const judged = this.#judged.get(id) ?? { inside: 0, total: 0, after: createdAt };
    this.#judged.set(id, judged);
    const place = { deviceModel, scenarioKey };
    const runs = await readFreshNetworkRuns(this.database.pool, place, judged.after, mostRuns);
    const answering = runs.length > 0 ? await this.#answering({ ...place, version }) : undefined;
    if (answering !== undefined) {
      for (const run of runs) {
        await this.#judge(run, answering, judged);
        // Others are answered in between.
        await nextTurn();
      }
    }
    return judged.total === 0 ? undefined : judged.inside / judged.total;
  }

  /** Undefined for a release that cannot be read: whoever asks it is told, and the metrics of all others go on. */
  async #answering(key: ReleaseKey): Promise<Answering | undefined> {
    try {
      return await this.predictors.answering(key);
    } catch (error) {
      if (isCodedError(error)) return undefined;
      throw error;
    }
  }

  async #judge(run: FreshNetworkRun, { release, predictor }: Answering, judged: Judged): Promise<void> {
    judged.after = run.finishedAt;
    try {
      const graph = await graphOfSample(this.database.pool, run.spec);
      refuseMisfit(graph, run.name, release);
      const prediction = predictor.predict(graph);
      if (!prediction.complete) return;
      const { lowUs, highUs } = prediction.interval;
      judged.total += 1;
      if (run.inferenceMeanUs >= lowUs && run.inferenceMeanUs <= highUs) judged.inside += 1;
    } catch (error) {
      // What the release cannot say anything of is no miss of its intervals.
      if (!(error instanceof GraphError || error instanceof PredictorError)) throw error;
    }
  }
}
