export { openQueue } from './open-queue.js';
export type { QueueOptions } from './open-queue.js';
export type {
  JobEvents,
  JobFlow,
  JobProcessor,
  JobQueue,
  JobWorker,
  JobWorkerOptions,
  QueueService,
} from './queue-service.js';
