import { UnrecoverableError, WaitingError } from 'bullmq';

import type { Clock, FarmError, Logger } from '../../platform/index.js';
import type { JobQueue, JobWorker, QueueService } from '../../platform/queue/index.js';
import { readRunJob, runQueueName } from '../../records/run.js';
import type { RunJob } from '../../records/run.js';
import { defaultVerdictThresholds } from '../benchmark-tool/index.js';
import { ConditionsMonitor, SharedCores } from '../conditions/index.js';
import type { ConditionsSnapshot, MonitorOptions } from '../conditions/index.js';
import { asFarmError } from '../as-farm-error.js';
import { workerError } from '../errors.js';
import type { AttachedPhone } from '../runs/attached-phone.js';
import { PhoneMemory } from '../runs/phone-memory.js';
import { processJob } from '../runs/session/process-job.js';
import type { JobDependencies, JobOutcome } from '../runs/job.js';

export interface PhoneRunnerOptions {
  readonly queue: QueueService;
  readonly jobs: JobDependencies;
  readonly monitor: MonitorOptions;
  readonly clock: Clock;
  /** How long the queue may take until jobs can be taken from it. What BullMQ makes while its server is away may never work (6.7). */
  readonly queueReadyMs: number;
  readonly logger: Logger;
  /** Told after every job in which the phone measured something. */
  readonly onSuccess: () => void;
  /** Told after every job in which runs failed by the phone's fault. */
  readonly onFailures: () => void;
  /** Told how the phone is while a job waits for it to be fit. */
  readonly onLook: (conditions: ConditionsSnapshot, neededCpus: readonly number[]) => void;
}

/** How long a phone leaves the queue to its twins after a job that it could do nothing of; twice as long after each further one. */
const firstRestMs = 1_000;
const longestRestMs = 15_000;
/** How long BullMQ may take to close a worker that does nothing: while its server is away it waits for that, or for ever. */
const closeMs = 5_000;

/** Takes jobs from the queue of a phone's pool and executes them on the phone, one at a time, until something is wrong. */
export class PhoneRunner {
  /** Resolves with what is wrong. No job is taken from then on; close the runner. */
  readonly failed: Promise<FarmError>;
  readonly #options: PhoneRunnerOptions;
  readonly #memory: PhoneMemory;
  readonly #queue: JobQueue<RunJob>;
  readonly #worker: JobWorker<RunJob>;
  readonly #finishRun = new AbortController();
  readonly #now = new AbortController();
  #fail: (failure: FarmError) => void = () => undefined;
  #busy = false;
  /** Jobs in a row of which the phone could do nothing. */
  #fruitless = 0;
  #job: Promise<object> | undefined;

  constructor(
    private readonly phone: AttachedPhone,
    options: PhoneRunnerOptions,
  ) {
    this.#options = options;
    this.failed = new Promise((resolve) => (this.#fail = resolve));
    const { monitor, onLook, clock, jobs } = options;
    this.#memory = new PhoneMemory(
      new ConditionsMonitor(phone.adb, { ...monitor, onLook }),
      new SharedCores({
        nowMs: () => clock.monotonicMs(),
        contendedFrom: jobs.verdicts.foreignCpuShare ?? defaultVerdictThresholds.foreignCpuShare,
      }),
    );
    const queueName = runQueueName(phone.poolKey);
    this.#queue = options.queue.queue<RunJob>(queueName);
    this.#worker = options.queue.worker<RunJob>(queueName, async (job, token) => {
      if (this.#finishRun.signal.aborted) {
        await job.moveToWait(token);
        throw new WaitingError();
      }
      const ours = readRunJob(job.data);
      // Kept among the failed ones for whoever added it, and nothing that the phone is to rest for.
      if (ours === undefined) throw new UnrecoverableError('no job of the farm: it names no runs');
      this.#job = this.#process(ours.runIds, job.opts.priority);
      return await this.#job;
    });
    void this.#awaitReady();
  }

  /** Whether a job is being executed. */
  get busy(): boolean {
    return this.#busy;
  }

  /**
   * Takes no more jobs, and resolves when the one at hand is over: after the run that is being measured, or, when that
   * takes longer than `graceMs`, at once. What is not done goes back to the queue. May be called again with less patience.
   */
  async close(graceMs: number, reason: FarmError): Promise<void> {
    this.#finishRun.abort(reason);
    const grace = new AbortController();
    if (graceMs === 0) this.#now.abort(reason);
    else if (Number.isFinite(graceMs)) {
      this.#options.clock.sleep(graceMs, grace.signal).then(
        () => this.#now.abort(reason),
        () => undefined,
      );
    }
    const closed = this.#worker.close();
    await this.#job?.catch(() => undefined);
    await this.#within(closeMs, closed).catch(() => letGo(this.#worker));
    grace.abort();
    await this.#within(closeMs, this.#queue.close()).catch(() => letGo(this.#queue));
  }

  /** Gives up what cannot take jobs: another attempt, with objects of its own, can. */
  async #awaitReady(): Promise<void> {
    try {
      const { queueReadyMs } = this.#options;
      await this.#within(
        queueReadyMs,
        Promise.all([this.#worker.waitUntilReady(), this.#queue.waitUntilReady()]),
      );
    } catch (error) {
      if (!this.#finishRun.signal.aborted) this.#giveUp(asFarmError(error));
    }
  }

  /** Rejects when something takes longer than it may. */
  async #within<T>(limitMs: number, work: Promise<T>): Promise<T> {
    const timer = new AbortController();
    work.catch(() => undefined);
    const tooLong = this.#options.clock.sleep(limitMs, timer.signal).then(() => {
      throw workerError('WORKER_FAILED', `the queue did not answer within ${limitMs} ms`);
    });
    tooLong.catch(() => undefined);
    try {
      return await Promise.race([work, tooLong]);
    } finally {
      timer.abort();
    }
  }

  async #process(runIds: readonly string[], priority: number | undefined): Promise<object> {
    try {
      const outcome = await this.#execute(runIds);
      const { done, failed, open, failure } = outcome;
      this.#heed(outcome);
      await this.#queueAgain(open, priority);
      if (failure === undefined) await this.#rest();
      return { done, failed, open: open.length };
    } catch (error) {
      this.#fruitless += 1;
      await this.#rest();
      throw error;
    }
  }

  async #execute(runIds: readonly string[]): Promise<JobOutcome> {
    this.#busy = true;
    try {
      const stop = { finishRun: this.#finishRun.signal, now: this.#now.signal };
      return await processJob(this.#options.jobs, this.phone, this.#memory, runIds, stop);
    } finally {
      this.#busy = false;
    }
  }

  /** What a job says of the phone counts, whatever becomes of the rest of the job. */
  #heed({ done, phoneFailures, failure }: JobOutcome): void {
    if (done > 0) this.#options.onSuccess();
    if (phoneFailures > 0) this.#options.onFailures();
    this.#fruitless = done === 0 && phoneFailures > 0 ? this.#fruitless + 1 : 0;
    if (failure !== undefined) this.#giveUp(failure);
  }

  /**
   * What is left of the job is in the queue again before the phone rests: others may take it. Throws when the queue does not take it; then the job
   * has failed, and the queue gives it to the next one as it was, where runs that have their end are left out.
   */
  async #queueAgain(open: readonly string[], priority: number | undefined): Promise<void> {
    if (open.length === 0) return;
    const options = priority === undefined ? {} : { priority };
    await this.#queue.add(this.#queue.name, { runIds: [...open] }, options);
  }

  /** A phone that fails fast would take most of the work of its pool. */
  async #rest(): Promise<void> {
    if (this.#fruitless === 0) return;
    const restMs = Math.min(longestRestMs, firstRestMs * 2 ** Math.min(this.#fruitless - 1, 10));
    await this.#options.clock.sleep(restMs, this.#finishRun.signal).catch(() => undefined);
  }

  /** From within a job of its own a worker can only be told not to take the next one. */
  #giveUp(failure: FarmError): void {
    this.#finishRun.abort(failure);
    this.#worker.pause(true).catch(() => undefined);
    this.#fail(failure);
  }
}

/** While Redis is away, BullMQ (6.7) waits for it to be hung up on as well. */
function letGo(made: { disconnect(): Promise<void> }): void {
  made.disconnect().catch(() => undefined);
}
