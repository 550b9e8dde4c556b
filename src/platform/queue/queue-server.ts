import type { BackendFactory, IQueueBackend } from 'bullmq';

/** What a backend takes as its connection: an ioredis client or a pg.Pool. BullMQ only hands it through. */
export type QueueConnection = object;

/** A server that holds queues, connected. The two implementations are alike from here on. */
export interface QueueServer {
  readonly kind: 'redis' | 'postgres';
  readonly connection: QueueConnection;
  readonly createBackend: BackendFactory<IQueueBackend, QueueConnection>;
  /** How many workers and event listeners it can carry at once; each waits on a connection of its own. */
  readonly maxListeners: number;
  /** True while the connection is broken and has not come back. */
  isAway(): boolean;
  close(): Promise<void>;
}
