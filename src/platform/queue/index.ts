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
  QueueTelemetry,
} from './queue-service.js';
export { isTooOld, mayEvict, oldestRedis } from './redis-facts.js';
export type { RedisFacts } from './redis-facts.js';
export { readRedisFacts } from './redis-server.js';
