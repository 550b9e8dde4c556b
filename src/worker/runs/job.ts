import { randomUUID } from 'node:crypto';

import type { Pool } from 'pg';

import type { Clock, FarmError, Logger } from '../../platform/index.js';
import type { VerdictThresholds } from '../benchmark-tool/index.js';
import type { HoldLeaseOptions, LeaseStore } from '../leases/index.js';
import type { BenchmarkBinaries } from './staging/benchmark-binaries.js';
import type { RunStore } from './results/store-run.js';

/** What executing a job needs, and how it is done. */
export interface JobDependencies {
  readonly pool: Pool;
  readonly leases: LeaseStore;
  readonly runs: RunStore;
  readonly binaries: BenchmarkBinaries;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Names this worker among those who hold leases. */
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
  /** Aborts when what could not be stored yet is given up, because the worker ends. */
  readonly abandon: AbortSignal;
  /** Where verdicts draw their lines; the default ones for what is left out. */
  readonly verdicts: Partial<VerdictThresholds>;
}

/**
 * How to take the lease of a phone, under a name that nobody else has, here or elsewhere: to take it again with the same options is to ask again
 * after an answer was lost.
 */
export function leaseOptions(
  { leases: store, clock, logger, holder, leaseDurationMs: durationMs }: JobDependencies,
  phoneId: string,
): HoldLeaseOptions {
  return { store, clock, logger, phoneId, durationMs, holder: `${holder} ${randomUUID()}` };
}

/** What became of a job's runs. */
export interface JobOutcome {
  readonly done: number;
  readonly failed: number;
  /** Attempts that failed for which the phone is to blame, without the one that ended the job. */
  readonly phoneFailures: number;
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
