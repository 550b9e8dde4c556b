import type { FarmError } from '../../../platform/index.js';
import { isDatabaseAway, untilDatabaseAnswers } from '../../../platform/database/index.js';
import { asFarmError } from '../../as-farm-error.js';
import type { RunConditions } from '../../benchmark-tool/index.js';
import type { HeldLease } from '../../leases/index.js';
import { assessRun } from '../assess-run.js';
import type { AttachedPhone } from '../attached-phone.js';
import { isNoAttempt } from '../job-ending.js';
import type { JobDependencies } from '../job.js';
import type { RunCircumstances, RunMeasurement } from '../results/run-result.js';
import type { RunTask } from './load-tasks.js';
import { measuredAgain, measurementOfAttempt } from './remeasure.js';

/** What of a job's dependencies its conclusions need. */
export interface ConclusionDependencies extends Pick<
  JobDependencies,
  'clock' | 'logger' | 'maxAttempts' | 'maxMeasurements' | 'verdicts' | 'abandon' | 'leaseDurationMs'
> {
  readonly runs: Pick<JobDependencies['runs'], 'fail' | 'finish' | 'storedEnd' | 'supersede'>;
  readonly leases: Pick<JobDependencies['leases'], 'revive'>;
}

/** What was measured of a run and is not judged yet. */
export interface MeasuredRun {
  readonly task: RunTask;
  readonly graph: Parameters<typeof assessRun>[0]['graph'];
  readonly circumstances: RunCircumstances;
  readonly conditions: RunConditions;
  /** The reason behind the reason of a failure, where there is one. */
  readonly causeOf: (failure: FarmError) => Promise<FarmError>;
}

/**
 * What becomes of a job's runs: judged and stored while the phone already measures the next one. As long as the database is away results
 * are kept, past the lease's time too, and stored under it when nobody has held the phone since.
 */
export class Conclusions {
  /** Runs that have no end yet. */
  readonly open = new Set<string>();
  readonly #dependencies: ConclusionDependencies;
  readonly #phone: Pick<AttachedPhone, 'gpuModel'>;
  readonly #held: Pick<HeldLease, 'lease'>;
  readonly #underWay = new Set<Promise<void>>();
  #done = 0;
  #failed = 0;
  #phoneFailures = 0;
  #lost: FarmError | undefined;

  constructor(
    dependencies: ConclusionDependencies,
    phone: Pick<AttachedPhone, 'gpuModel'>,
    held: Pick<HeldLease, 'lease'>,
  ) {
    this.#dependencies = dependencies;
    this.#phone = phone;
    this.#held = held;
  }

  get done(): number {
    return this.#done;
  }

  get failed(): number {
    return this.#failed;
  }

  /** Attempts that failed for which the phone is to blame, and not its host, a model or a setting. */
  get phoneFailures(): number {
    return this.#phoneFailures;
  }

  /** Why a result could not be stored, if one could not. */
  get lost(): FarmError | undefined {
    return this.#lost;
  }

  /** Judges and stores what was measured. What comes of it is known when everything is {@link settled}. */
  begin(measured: MeasuredRun): void {
    const storing = this.#conclude(measured).catch((error: unknown) => {
      this.#lost ??= asFarmError(error);
    });
    this.#underWay.add(storing);
    void storing.then(() => this.#underWay.delete(storing));
  }

  /** Resolves when everything that was begun is stored, or given up. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** A run that another attempt may save stays open; the others end here. Without the lease nothing may be written. */
  async fail(task: RunTask, circumstances: RunCircumstances, failure: FarmError): Promise<void> {
    const { logger, runs, maxAttempts } = this.#dependencies;
    const { runId, attempts } = task;
    logger.warn({ runId, code: failure.code, reason: failure.message }, 'a run failed');
    if (failure.code === 'LEASE_LOST') throw failure;
    const interrupted = isNoAttempt(failure);
    if (!interrupted && failure.blame === 'phone') this.#phoneFailures += 1;
    const final = !interrupted && (!failure.retryable || attempts + 1 >= maxAttempts);
    await this.#store(runId, circumstances, async () => {
      await runs.fail(
        this.#held.lease,
        runId,
        circumstances,
        failure,
        final,
        interrupted ? attempts : undefined,
      );
      return final ? 'FAILED' : 'PENDING';
    });
  }

  async #conclude(measured: MeasuredRun): Promise<void> {
    const { task, circumstances } = measured;
    let measurement;
    try {
      measurement = this.#assess(measured);
    } catch (error) {
      await this.fail(task, circumstances, await measured.causeOf(asFarmError(error)));
      return;
    }
    await this.#store(task.runId, circumstances, () => this.#keep(task, circumstances, measurement));
  }

  #assess({ task, graph, circumstances, conditions }: MeasuredRun): RunMeasurement {
    const { output, profiledOutput } = circumstances;
    if (output === undefined) throw new TypeError('a run that was measured has an output');
    return assessRun({
      graph,
      output,
      ...(profiledOutput === undefined ? {} : { profiledOutput }),
      gpuModel: this.#phone.gpuModel,
      conditions,
      scenario: task.scenario,
      delegateSettings: task.delegateSettings,
      measurement: measurementOfAttempt(task),
      thresholds: this.#dependencies.verdicts,
    });
  }

  async #keep(
    task: RunTask,
    circumstances: RunCircumstances,
    measurement: RunMeasurement,
  ): Promise<'DONE' | 'PENDING'> {
    const { runs, maxMeasurements } = this.#dependencies;
    if (measuredAgain(measurement.verdict, task, maxMeasurements)) {
      await runs.supersede(this.#held.lease, task.runId, circumstances, measurement);
      return 'PENDING';
    }
    const conclusion = await runs.finish(this.#held.lease, task.runId, circumstances, measurement, {
      attempts: task.attempts + 1,
      maxMeasurements,
    });
    return conclusion === 'measured-again' ? 'PENDING' : 'DONE';
  }

  /** Stores what became of a run, when the database answers. */
  async #store(
    runId: string,
    circumstances: RunCircumstances,
    write: () => Promise<'DONE' | 'FAILED' | 'PENDING'>,
  ): Promise<void> {
    const { clock, logger, abandon: signal, leases, leaseDurationMs, runs } = this.#dependencies;
    const { lease } = this.#held;
    let wasAway = false;
    const end = await untilDatabaseAnswers(
      async () => {
        try {
          if (!wasAway) return await write();
          // The connection may have broken after the database had done its part.
          const stored = await runs.storedEnd(lease, runId, circumstances);
          if (stored !== undefined) return stored;
          await leases.revive(lease, leaseDurationMs);
          return await write();
        } catch (error) {
          wasAway ||= isDatabaseAway(error);
          throw error;
        }
      },
      { clock, logger, signal },
    );
    if (end === 'PENDING') return;
    this.open.delete(runId);
    if (end === 'DONE') this.#done += 1;
    else this.#failed += 1;
  }
}
