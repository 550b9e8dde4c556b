import { GraphError } from '../../graph/index.js';
import type { Database } from '../../platform/database/index.js';
import { isCodedError } from '../../platform/errors.js';
import { givingWay } from '../../platform/giving-way.js';
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

/** Runs that are looked at in one go; the rest is looked at the next time. */
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

  /** The share of the networks since, 0 to 1; undefined before the first. */
  async of({
    id,
    deviceModel,
    scenarioKey,
    version,
    createdAt,
  }: ReleaseSummary): Promise<number | undefined> {
    const { pool } = this.database;
    const place = { deviceModel, scenarioKey };
    const runs = await readUnjudgedRuns(pool, { releaseId: id, ...place, createdAt }, mostRuns);
    const answering = runs.length > 0 ? await this.#answering({ ...place, version }) : undefined;
    if (answering !== undefined) {
      const giveWay = givingWay(this.clock);
      const judgements: FreshJudgementRow[] = [];
      for (const run of runs) {
        judgements.push(await this.#judge(run, answering));
        await giveWay();
      }
      await storeFreshJudgements(pool, id, judgements);
    }
    const { inside, judged } = await countFreshJudgements(pool, id);
    return judged === 0 ? undefined : inside / judged;
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
