import { untilDatabaseAnswers } from '../../../platform/database/index.js';
import { HeldLease } from '../../leases/index.js';
import { asFarmError } from '../../as-farm-error.js';
import type { AttachedPhone } from '../attached-phone.js';
import { leaseOptions } from '../job.js';
import type { JobDependencies, JobOutcome, StopSignals } from '../job.js';
import { JobSession } from './job-session.js';
import { loadTasks } from './load-tasks.js';
import type { RunTask } from './load-tasks.js';
import type { PhoneMemory } from '../phone-memory.js';

const nothingDone = { done: 0, failed: 0, phoneFailures: 0 } as const;

/**
 * Executes the runs of a job on a phone, one after the other, under one lease; waits for the database where it is away. Never throws for what a phone, a host or a
 * run does: that is in the outcome, and in the database as far as the lease allowed.
 */
export async function processJob(
  dependencies: JobDependencies,
  phone: AttachedPhone,
  memory: PhoneMemory,
  runIds: readonly string[],
  stop: StopSignals,
): Promise<JobOutcome> {
  const waiting = { ...dependencies, signal: stop.finishRun };
  let tasks: readonly RunTask[] | undefined;
  let held: HeldLease;
  try {
    tasks = await untilDatabaseAnswers(() => loadTasks(dependencies.pool, runIds), waiting);
    if (tasks.length === 0) return { ...nothingDone, open: [] };
    const lease = leaseOptions(dependencies, phone.phoneId);
    held = await untilDatabaseAnswers(() => HeldLease.acquire(lease), waiting);
  } catch (error) {
    if (tasks === undefined && !stop.finishRun.aborted) throw error;
    const open = tasks?.map(({ runId }) => runId) ?? runIds;
    return { ...nothingDone, open, failure: asFarmError(error) };
  }
  try {
    return await new JobSession(dependencies, phone, memory, held, stop).execute(tasks);
  } finally {
    await held.release().catch((error: unknown) => {
      dependencies.logger.warn(
        { error, phoneId: phone.phoneId },
        'a lease could not be released; it will expire',
      );
    });
  }
}
