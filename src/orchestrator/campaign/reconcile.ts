import type { Database } from '../../platform/database/index.js';
import { groupBy } from './group-by.js';
import { planJobs } from './plan.js';
import type { QueuedRun } from './plan.js';
import { addJobs, queuedRunIds } from './queues.js';
import type { RunQueues } from './queues.js';

export interface ReconcileOptions {
  /** Only this campaign; every running one by default. */
  readonly campaignId?: string;
}

interface UnfinishedRun extends QueuedRun {
  readonly campaignId: string;
  readonly priority: number;
  readonly runsPerJob: number;
}

/**
 * Gives every run of a running campaign that is not finished a job, unless it is in one. Postgres is the truth: whatever
 * happened to the queue or to the worker that had begun a run, this mends it, and doing it twice does no harm. Returns how
 * many runs got a job.
 */
export async function reconcile(
  database: Database,
  queues: RunQueues,
  { campaignId }: ReconcileOptions = {},
): Promise<number> {
  const unfinished = await unfinishedRuns(database, campaignId);
  const missing: UnfinishedRun[] = [];
  for (const [poolKey, runs] of groupBy(unfinished, (run) => run.poolKey)) {
    const queued = await queuedRunIds(queues, poolKey);
    missing.push(...runs.filter(({ id }) => !queued.has(id)));
  }
  for (const runs of groupBy(missing, (run) => run.campaignId).values()) {
    const { runsPerJob = 1, priority = 0 } = runs[0] ?? {};
    await addJobs(queues, planJobs(runs, runsPerJob), priority);
  }
  return missing.length;
}

/**
 * In the order in which they are to be measured: repetitions one after the other, so that they are apart in time; within one
 * by the run's key, which is as good as random, so that what drifts (heat, clocks) does not fall on one kind of operation.
 */
async function unfinishedRuns(
  database: Database,
  campaignId: string | undefined,
): Promise<readonly UnfinishedRun[]> {
  const { rows } = await database.pool.query<UnfinishedRun>(
    `SELECT r.id, p.key AS "poolKey", s.key AS "scenarioKey", r."campaignId", c.priority,
            coalesce((c.spec->>'runsPerJob')::int, 1) AS "runsPerJob"
       FROM "Run" r
       JOIN "Campaign" c ON c.id = r."campaignId"
       JOIN "Pool" p ON p.id = r."poolId"
       JOIN "Scenario" s ON s.id = r."scenarioId"
      WHERE r.state IN ('PENDING', 'RUNNING') AND c.state = 'RUNNING' AND ($1::uuid IS NULL OR c.id = $1)
      ORDER BY c.priority, c."createdAt", r.repetition, r.key`,
    [campaignId ?? null],
  );
  return rows;
}
