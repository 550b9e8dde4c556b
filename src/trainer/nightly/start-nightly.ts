import type { QueueService } from '../../platform/queue/index.js';
import { lastDueAt } from './schedule.js';
import { trainNight, type NightEntry, type NightOptions } from './train-night.js';

export interface NightlyOptions extends Omit<NightOptions, 'dueAt'> {
  readonly queue: QueueService;
  /** Told of every night that this process trained. */
  readonly onNight?: (dueAt: Date, entries: readonly NightEntry[]) => void;
}

export interface NightlyHandle {
  /** Finishes the training at hand and takes no more. */
  stop(): Promise<void>;
}

const queueName = 'nightly';
const jobName = 'night';

/**
 * Trains by the schedule until it is stopped: a BullMQ job scheduler wakes one of the processes that run this. A night that
 * nobody was there for is caught up once, at the next start. Which process trains does not matter and may be several at
 * once: the rows of `NightlyTraining` decide who trains what.
 */
export async function startNightly(options: NightlyOptions): Promise<NightlyHandle> {
  const { queue, settings, clock, onNight } = options;
  const dueNow = () => lastDueAt(settings.cron, settings.timezone, new Date(clock.nowMs()));
  const jobs = queue.queue<Record<string, never>>(queueName);
  const worker = queue.worker<Record<string, never>>(
    queueName,
    async () => {
      const dueAt = dueNow();
      onNight?.(dueAt, await trainNight({ ...options, dueAt }));
    },
    { concurrency: 1 },
  );
  await jobs.upsertJobScheduler(
    queueName,
    { pattern: settings.cron, tz: settings.timezone },
    { name: jobName, data: {} },
  );
  await jobs.add(jobName, {}, { jobId: `catch-up-${dueNow().getTime()}` });
  return {
    stop: async () => {
      await worker.close();
      await jobs.close();
    },
  };
}
