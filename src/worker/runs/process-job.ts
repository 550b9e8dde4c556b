import type { Pool } from 'pg';

import type { Clock, FarmError, Logger } from '../../platform/index.js';
import type { VerdictThresholds } from '../benchmark-tool/index.js';
import { HeldLease } from '../leases/index.js';
import type { LeaseStore } from '../leases/index.js';
import { asFarmError } from './as-farm-error.js';
import type { AttachedPhone } from './attached-phone.js';
import type { BenchmarkBinaries } from './benchmark-binaries.js';
import { JobSession } from './job-session.js';
import { loadTasks } from './load-tasks.js';
import type { PhoneMemory } from './phone-memory.js';
import type { RunStore } from './store-run.js';

export interface JobDependencies {
  readonly pool: Pool;
  readonly leases: LeaseStore;
  readonly runs: RunStore;
  readonly binaries: BenchmarkBinaries;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Unique to this process. */
  readonly holder: string;
  readonly leaseDurationMs: number;
  /** What a run may take on top of measuring: loading the model, making the session. */
  readonly runOverheadMs: number;
  /** How often a run is started before it counts as failed, whoever is to blame. */
  readonly maxAttempts: number;
  /** How often a run is measured, at most, until its verdict is `ok`. */
  readonly maxMeasurements: number;
  /** How often the reference model is measured among the runs of a scenario; Infinity for once per attachment. */
  readonly referenceEveryMs: number;
  /** How far the reference model may be from its usual time before the log says so, as a share of it. */
  readonly maxDrift: number;
  /** Where verdicts draw their lines; the default ones for what is left out. */
  readonly verdicts: Partial<VerdictThresholds>;
}

/** What became of a job's runs. */
export interface JobOutcome {
  readonly done: number;
  readonly failed: number;
  /** Runs that have to be queued again: interrupted, not reached, or failed in a way that another attempt may not. */
  readonly open: readonly string[];
  /** Why the phone cannot go on, or the worker with it; absent when the next job may come. */
  readonly failure?: FarmError;
}

/** Aborting `finishRun` ends the job after the run that is being measured; aborting `now` ends that run as well. */
export interface StopSignals {
  readonly finishRun: AbortSignal;
  readonly now: AbortSignal;
}

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
