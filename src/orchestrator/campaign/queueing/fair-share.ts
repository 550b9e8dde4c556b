import { planJobs } from '../plan/plan.js';
import type { PoolJob, QueuedRun } from '../plan/plan.js';

/** What a campaign has in, and wants from, the queue of one pool. */
export interface PoolClaim {
  readonly campaignId: string;
  /** 0 goes first. */
  readonly priority: number;
  /** Phone time that it got since its competitors are all there. */
  readonly servedMs: number;
  /** Phone time that its queued and running jobs are thought to take. */
  readonly queuedMs: number;
  /** Phone time that one of its runs is thought to take; above 0. */
  readonly runMs: number;
  readonly runsPerJob: number;
  /** Runs without a job, in the order in which they are to be measured. */
  readonly waiting: readonly QueuedRun[];
}

/** A job for a pool's queue, and whose it is. */
export interface SharedJob extends PoolJob {
  readonly campaignId: string;
  readonly priority: number;
}

/**
 * Which jobs go into the queue of a pool next, in their order. It is never filled further than `windowMs` of phone time, so that who
 * comes later need not wait for all that is planned. A campaign of lower priority gets what those above it leave of that; among equals
 * the next job is always the one of the campaign that was served least, so that their phone time grows alike, however large they are and
 * however long their runs take (fair queueing: Demers, Keshav, Shenker 1989). At equal service the earlier claim goes first.
 */
export function shareQueue(claims: readonly PoolClaim[], windowMs: number): SharedJob[] {
  const places = claims.map((claim) => ({
    claim,
    virtualMs: claim.servedMs + claim.queuedMs,
    jobs: planJobs(claim.waiting, claim.runsPerJob).values(),
  }));
  const shared: SharedJob[] = [];
  let filledMs = 0;
  for (const priority of [...new Set(claims.map((claim) => claim.priority))].sort((a, b) => a - b)) {
    let level = places.filter(({ claim }) => claim.priority === priority);
    filledMs += level.reduce((sum, { claim }) => sum + claim.queuedMs, 0);
    while (filledMs < windowMs && level.length > 0) {
      const least = level.reduce((a, b) => (b.virtualMs < a.virtualMs ? b : a));
      const { value: job } = least.jobs.next();
      if (job === undefined) {
        level = level.filter((place) => place !== least);
        continue;
      }
      const jobMs = job.job.runIds.length * least.claim.runMs;
      least.virtualMs += jobMs;
      filledMs += jobMs;
      shared.push({ ...job, campaignId: least.claim.campaignId, priority });
    }
  }
  return shared;
}
