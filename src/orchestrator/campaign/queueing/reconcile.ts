import type { Database } from '../../../platform/database/index.js';
import { readBusyPools } from '../../../tables/pool/pools.js';
import { shareQueue } from './fair-share.js';
import { poolClaims } from './pool-claims.js';
import { addJobs, queuedRunIds } from './queues.js';
import type { RunQueues } from './queues.js';

export interface ReconcileOptions {
  /** Only the pools in which this campaign has something left; all by default. */
  readonly campaignId?: string;
  /** How much phone time the queue of a pool holds for each of its ready phones; a minute by default. */
  readonly windowMs?: number;
}

const defaultWindowMs = 60_000;

/**
 * Fills the queues of pools with jobs of runs that are not finished and in no job, as far as their windows go, and shared fairly among
 * running campaigns. Postgres is the truth: whatever happened to the queue or to the worker that had begun a run, this mends it,
 * and doing it twice does no harm. Returns how many runs got a job.
 */
export async function reconcile(
  database: Database,
  queues: RunQueues,
  { campaignId, windowMs = defaultWindowMs }: ReconcileOptions = {},
): Promise<number> {
  let runs = 0;
  for (const pool of await readBusyPools(database.pool, campaignId)) {
    const poolWindowMs = windowMs * pool.phones;
    const queued = await queuedRunIds(queues, pool.key);
    const jobs = shareQueue(await poolClaims(database, pool, queued, poolWindowMs), poolWindowMs);
    await addJobs(queues, jobs);
    runs += jobs.reduce((sum, { job }) => sum + job.runIds.length, 0);
  }
  return runs;
}
