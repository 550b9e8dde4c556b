import type { JobState } from 'bullmq';

import { sha256Hex } from '../../../graph/canonical-json.js';
import type { JobQueue, QueueService } from '../../../platform/queue/index.js';
import { readRunJob, runQueueName } from '../../../records/run.js';
import type { RunJob } from '../../../records/run.js';
import { groupBy } from '../group-by.js';
import type { SharedJob } from './fair-share.js';

/** The queue of a pool, by the pool's key. */
export type RunQueues = (poolKey: string) => JobQueue<RunJob>;

/** The pools' queues on a queue server. They are closed with it. */
export function runQueuesOn(service: QueueService): RunQueues {
  const open = new Map<string, JobQueue<RunJob>>();
  return (poolKey) => {
    const queue = open.get(poolKey) ?? service.queue<RunJob>(runQueueName(poolKey));
    open.set(poolKey, queue);
    return queue;
  };
}

/** States of a job that no phone has taken yet. */
const waitingStates: JobState[] = ['waiting', 'delayed', 'prioritized'];

/**
 * Puts jobs into their pools' queues, in their order; priority 0 goes first. A job of the same runs that is there already is not added
 * again; one that has been worked off must not stand in the way, so it is not kept.
 */
export async function addJobs(queues: RunQueues, jobs: readonly SharedJob[]): Promise<void> {
  for (const [poolKey, ofPool] of groupBy(jobs, (job) => job.poolKey)) {
    await queues(poolKey).addBulk(
      ofPool.map(({ job, priority }) => ({
        name: 'runs',
        data: job,
        opts: {
          jobId: sha256Hex(job.runIds.join('\n')),
          priority,
          removeOnComplete: true,
          removeOnFail: true,
        },
      })),
    );
  }
}

/** Ids of all runs that are in a job of the pool, waiting or being worked on. */
export async function queuedRunIds(queues: RunQueues, poolKey: string): Promise<ReadonlySet<string>> {
  const jobs = await queues(poolKey).getJobs([...waitingStates, 'active']);
  return new Set(jobs.flatMap(({ data }) => readRunJob(data)?.runIds ?? []));
}

/** Takes waiting jobs out of the queue of a pool when all their runs are among those given. Jobs of somebody else are left alone. */
export async function removeJobs(
  queues: RunQueues,
  poolKey: string,
  runIds: ReadonlySet<string>,
): Promise<void> {
  const jobs = await queues(poolKey).getJobs(waitingStates);
  for (const job of jobs) {
    if (readRunJob(job.data)?.runIds.every((id) => runIds.has(id)) === true) await job.remove();
  }
}
