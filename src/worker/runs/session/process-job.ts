import { HeldLease } from '../../leases/index.js';
import { asFarmError } from '../../as-farm-error.js';
import type { AttachedPhone } from '../attached-phone.js';
import type { JobDependencies, JobOutcome, StopSignals } from '../job.js';
import { JobSession } from './job-session.js';
import { loadTasks } from './load-tasks.js';
import type { PhoneMemory } from '../phone-memory.js';

/**
 * Executes the runs of a job on a phone, one after the other, under one lease. Never throws for what a phone, a host or a
 * run does: that is in the outcome, and in the database as far as the lease allowed.
 */
export async function processJob(
  dependencies: JobDependencies,
  phone: AttachedPhone,
  memory: PhoneMemory,
  runIds: readonly string[],
  stop: StopSignals,
): Promise<JobOutcome> {
  const tasks = await loadTasks(dependencies.pool, runIds);
  if (tasks.length === 0) return { done: 0, failed: 0, open: [] };
  let held: HeldLease;
  try {
    held = await HeldLease.acquire({
      ...dependencies,
      store: dependencies.leases,
      phoneId: phone.phoneId,
      durationMs: dependencies.leaseDurationMs,
    });
  } catch (error) {
    return { done: 0, failed: 0, open: tasks.map(({ runId }) => runId), failure: asFarmError(error) };
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
