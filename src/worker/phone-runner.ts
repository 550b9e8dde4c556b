import type { FarmError, Logger, Clock } from '../platform/index.js';
import type { JobQueue, JobWorker, QueueService } from '../platform/queue/index.js';
import { runQueueName } from '../records/run.js';
import type { RunJob } from '../records/run.js';
import { ConditionsMonitor } from './conditions/index.js';
import type { MonitorOptions } from './conditions/index.js';
import type { AttachedPhone } from './runs/attached-phone.js';
import { PhoneMemory } from './runs/phone-memory.js';
import { processJob } from './runs/process-job.js';
import type { JobDependencies, JobOutcome } from './runs/process-job.js';

export interface PhoneRunnerOptions {
  readonly queue: QueueService;
  readonly jobs: JobDependencies;
  readonly monitor: MonitorOptions;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Told when a phone cannot go on. The runner takes no more jobs afterwards; close it. */
  readonly onFailure: (phone: AttachedPhone, failure: FarmError) => void;
}

/** How long a run waits in the queue before its next attempt. */
const retryDelayMs = 2_000;

/** Takes jobs from the queue of a phone's pool and executes them on the phone, one at a time, as long as the phone works. */
export class PhoneRunner {
  readonly phone: AttachedPhone;
  readonly #options: PhoneRunnerOptions;
  readonly #queue: JobQueue<RunJob>;
  readonly #worker: JobWorker<RunJob>;
  readonly #finishRun = new AbortController();
  readonly #now = new AbortController();

  constructor(phone: AttachedPhone, options: PhoneRunnerOptions) {
    this.phone = phone;
    this.#options = options;
    const queueName = runQueueName(phone.poolKey);
    this.#queue = options.queue.queue<RunJob>(queueName);
    const memory = new PhoneMemory(new ConditionsMonitor(phone.adb, options.monitor));
    this.#worker = options.queue.worker<RunJob>(queueName, async (job) => {
      const outcome = await processJob(options.jobs, phone, memory, job.data.runIds, {
        finishRun: this.#finishRun.signal,
        now: this.#now.signal,
      });
      await this.#requeue(outcome, job.opts.priority);
      if (outcome.failure !== undefined) this.#giveUp(outcome.failure);
      return { done: outcome.done, failed: outcome.failed, open: outcome.open.length };
    });
  }

  /**
   * Takes no more jobs, and resolves when the one at hand is over: after the run that is being measured, or, when that
   * takes longer than `graceMs`, at once. What is not done goes back to the queue.
   */
  async close(graceMs: number, reason: Error): Promise<void> {
    this.#finishRun.abort(reason);
    const grace = new AbortController();
    this.#options.clock.sleep(graceMs, grace.signal).then(
      () => this.#now.abort(reason),
      () => undefined,
    );
    await this.#worker.close();
    grace.abort();
    await this.#queue.close();
  }

  async #requeue({ open, failure }: JobOutcome, priority: number | undefined): Promise<void> {
    if (open.length === 0) return;
    const name = this.#queue.name;
    await this.#queue.add(
      name,
      { runIds: [...open] },
      {
        ...(priority === undefined ? {} : { priority }),
        ...(failure === undefined ? { delay: retryDelayMs } : {}),
      },
    );
  }

  /** The worker is paused from within its own job, so that it does not take the next one before it is closed. */
  #giveUp(failure: FarmError): void {
    this.#finishRun.abort(failure);
    void this.#worker.pause(true);
    this.#options.onFailure(this.phone, failure);
  }
}
