import { afterAll, beforeAll } from 'vitest';

import { openQueue } from '../../src/platform/queue/index.js';
import type { QueueService } from '../../src/platform/queue/index.js';

/** A server that a queue may be on, and how it ends. */
export type StartQueueServer = () => Promise<{ url: string; stop: () => Promise<void> }>;

/** Keeps a queue open while the tests of a block run. Ask for it only within them. */
export function useQueue(startServer: StartQueueServer): () => QueueService {
  let server: Awaited<ReturnType<StartQueueServer>>;
  let service: QueueService;
  beforeAll(async () => {
    server = await startServer();
    service = await openQueue(server.url);
  });
  afterAll(async () => {
    await service.close();
    await server.stop();
  });
  return () => service;
}
