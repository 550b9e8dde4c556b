import type { QueueService } from '../../platform/queue/index.js';
import { lastDueAt, nextDueAt } from './schedule.js';
import { trainNight, type NightEntry, type NightOptions } from './train-night.js';

export interface NightlyOptions extends Omit<NightOptions, 'dueAt'> {
  readonly queue: QueueService;
  /** How a night is trained; in this process by default. */
  readonly train?: (options: NightOptions) => Promise<NightEntry[]>;
  /** Told of every night that this process trained. */
  readonly onNight?: (dueAt: Date, entries: readonly NightEntry[]) => void;
}

export interface NightlyHandle {
  /** Finishes the training at hand and takes no more. */
  stop(): Promise<void>;
}

/** What wakes a process: the moment that the schedule named when the job was added. */
interface NightJob {
  readonly dueAtMs: number;
}

const queueName = 'nightly';

/** A night whose servers do not answer is tried again for an hour. */
const jobOptions = { attempts: 60, backoff: { type: 'fixed', delay: 60_000 } };

/**
 * Trains by the schedule until it is stopped: a delayed job wakes one of the processes that run this, and names the next. A
 * night that nobody was there for is caught up once, at the next start. Which process trains does not matter and may be
 * several at once: the rows of `NightlyTraining` decide who trains what.
 */
export async function startNightly(options: NightlyOptions): Promise<NightlyHandle> {
  const { queue, settings, clock, onNight, train = trainNight } = options;
  const jobs = queue.queue<NightJob>(queueName, jobOptions);

  /** Two processes that name the same night add one job: its id is the moment. */
  async function wakeForTheNextAfter(due: Date): Promise<void> {
    const dueAtMs = nextDueAt(settings, due).getTime();
    const delay = Math.max(0, dueAtMs - clock.nowMs());
    await jobs.add('night', { dueAtMs }, { jobId: `night-${dueAtMs}`, delay });
  }

  const worker = queue.worker<NightJob>(
    queueName,
    async ({ data }) => {
      // A job may come early by another machine's clock, or late, and by a schedule that has been changed since.
      const now = new Date(Math.max(clock.nowMs(), data.dueAtMs));
      const dueAt = lastDueAt(settings, now);
      await wakeForTheNextAfter(now);
      onNight?.(dueAt, await train({ ...options, dueAt }));
    },
    { concurrency: 1 },
  );
  const now = new Date(clock.nowMs());
  await jobs.add('catch-up', { dueAtMs: lastDueAt(settings, now).getTime() });
  await wakeForTheNextAfter(now);
  return {
    stop: async () => {
      await worker.close();
      await jobs.close();
    },
  };
}
