import type { DefaultJobOptions, WorkerOptions } from 'bullmq';

/**
 * How jobs are kept and retried unless a queue or a job says otherwise. Finished jobs are kept to be looked at,
 * not as a record: Postgres has that. A failed job is tried again at once: one that is delayed would be due by the clock of the host that
 * delayed it, which may be hours ahead. Who does a job pauses after a failure.
 */
export const defaultJobOptions = {
  attempts: 3,
  removeOnComplete: { count: 500 },
  removeOnFail: { count: 2_000 },
} as const satisfies DefaultJobOptions;

/**
 * How a worker holds on to its job. A worker that dies loses its lock after at most `lockDuration`, and its job goes back
 * to the queue within another `stalledInterval`: 25 s after the death at the latest. The lock is renewed every 7.5 s.
 * A job may be taken back five times, because the runs that it names are fenced and count once whoever executes them.
 */
export const defaultWorkerOptions = {
  concurrency: 1,
  lockDuration: 15_000,
  stalledInterval: 10_000,
  maxStalledCount: 5,
  // After a server's outage, and when a worker is closed in the midst of one, this is how long it takes notice.
  runRetryDelay: 3_000,
} as const satisfies Partial<WorkerOptions>;
