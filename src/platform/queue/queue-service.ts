import type {
  DefaultJobOptions,
  FlowProducer,
  IQueueBackend,
  Processor,
  Queue,
  QueueEvents,
  Telemetry,
  Worker,
  WorkerOptions,
} from 'bullmq';

import type { QueueConnection } from './queue-server.js';

/** BullMQ's classes as they are here: on either backend. */
export type JobQueue<Data, Result = unknown> = Queue<
  Data,
  Result,
  string,
  Data,
  Result,
  string,
  IQueueBackend,
  QueueConnection
>;
export type JobWorker<Data, Result = unknown> = Worker<
  Data,
  Result,
  string,
  IQueueBackend,
  object,
  QueueConnection
>;
export type JobProcessor<Data, Result = unknown> = Processor<Data, Result, string, object>;
export type JobEvents<Result = unknown> = QueueEvents<Result, IQueueBackend, QueueConnection>;
export type JobFlow = FlowProducer<IQueueBackend, QueueConnection>;

export type JobWorkerOptions = Omit<
  WorkerOptions,
  'connection' | 'prefix' | 'skipVersionCheck' | 'telemetry'
>;
/** Who is told of each job that is added or carried out (bullmq-otel). */
export type QueueTelemetry = Telemetry;

/**
 * Makes BullMQ's objects on the queue's server, whichever it is. All share one connection or pool, write their errors
 * to the log instead of ending the process, and are closed with the service if they have not been closed before.
 */
export interface QueueService {
  readonly kind: 'redis' | 'postgres';
  /** Where jobs are added. Options override {@link defaultJobOptions}. Queue names hold no colon. */
  queue<Data, Result = unknown>(name: string, jobOptions?: DefaultJobOptions): JobQueue<Data, Result>;
  /**
   * What does the jobs of a queue, from now on (unless `autorun: false`). Options override {@link defaultWorkerOptions}.
   * @throws FarmError QUEUE_CONNECTIONS_EXHAUSTED
   */
  worker<Data, Result = unknown>(
    name: string,
    processor: JobProcessor<Data, Result>,
    options?: JobWorkerOptions,
  ): JobWorker<Data, Result>;
  /**
   * Hears what happens to the jobs of a queue, in any process.
   * @throws FarmError QUEUE_CONNECTIONS_EXHAUSTED
   */
  events<Result = unknown>(name: string): JobEvents<Result>;
  /** Adds trees of jobs, of several queues, at once. Queues are named as `queue(…).name` says, which carries the farm. */
  flow(): JobFlow;
  /**
   * Lets workers finish the job at hand, then closes everything. May be called twice.
   * With `force`, or when the server stays away meanwhile, jobs at hand are left to go back to the queue
   * when their locks run out.
   */
  close(force?: boolean): Promise<void>;
}
