import { GraphError } from '../../graph/index.js';
import type { Database } from '../../platform/database/index.js';
import { isCodedError } from '../../platform/errors.js';
import { givingWay, type GiveWay } from '../../platform/giving-way.js';
import type { Clock } from '../../platform/index.js';
import { PredictorError, refuseMisfit } from '../../predictor/index.js';
import {
  countFreshJudgements,
  readUnjudgedRuns,
  storeFreshJudgements,
  type FreshJudgementRow,
  type FreshNetworkRun,
} from '../../tables/fresh-judgement/fresh-judgements.js';
import { graphOfSample } from '../../tables/sample/sample-graph.js';
import type { Answering, ReleaseKey, ReleaseSummary } from '../../trainer/index.js';
import type { PredictorCache } from '../predictions/predictor-cache.js';

/** Runs of a release that are looked at in one go; the rest is looked at the next time. */
const mostRuns = 100;

/**
 * How often networks that were measured after a release was learned lie in its intervals. What was judged is kept in the database: each
 * measurement is judged once, whichever server is asked, and whenever it was stored.
 */
export class FreshCoverage {
  constructor(
    private readonly database: Database,
    private readonly predictors: PredictorCache,
    private readonly clock: Clock,
  ) {}

  /** The share of the networks since, 0 to 1, by the id of the release; those of which none was measured since are not in it. */
  async of(answering: readonly ReleaseSummary[]): Promise<ReadonlyMap<string, number>> {
    const { pool } = this.database;
    const runs = await readUnjudgedRuns(pool, mostRuns);
    const giveWay = givingWay(this.clock);
    for (const release of answering) {
      const fresh = runs.filter(({ releaseId }) => releaseId === release.id);
      if (fresh.length > 0) await this.#judgeAll(release, fresh, giveWay);
    }
    const counts = await countFreshJudgements(pool);
    return new Map(counts.map(({ releaseId, inside, judged }) => [releaseId, inside / judged]));
  }

  async #judgeAll(
    { id, deviceModel, scenarioKey, version }: ReleaseSummary,
    runs: readonly FreshNetworkRun[],
    giveWay: GiveWay,
  ): Promise<void> {
    const answering = await this.#answering({ deviceModel, scenarioKey, version });
    if (answering === undefined) return;
    const judgements: FreshJudgementRow[] = [];
    for (const run of runs) {
      judgements.push(await this.#judge(run, answering));
      await giveWay();
    }
    await storeFreshJudgements(this.database.pool, id, judgements);
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

  async #judge(run: FreshNetworkRun, { release, predictor }: Answering): Promise<FreshJudgementRow> {
    const { id: runId, finishedAt, inferenceMeanUs } = run;
    try {
      const graph = await graphOfSample(this.database.pool, run.spec);
      refuseMisfit(graph, run.name, release);
      const prediction = predictor.predict(graph);
      if (!prediction.complete) return { runId, finishedAt, inInterval: null };
      const { lowUs, highUs } = prediction.interval;
      return { runId, finishedAt, inInterval: inferenceMeanUs >= lowUs && inferenceMeanUs <= highUs };
    } catch (error) {
      // What the release cannot say anything of is no miss of its intervals.
      if (error instanceof GraphError || error instanceof PredictorError)
        return { runId, finishedAt, inInterval: null };
      throw error;
    }
  }
}
