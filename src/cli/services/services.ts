import { runQueuesOn } from '../../orchestrator/index.js';
import type { RunQueues } from '../../orchestrator/index.js';
import { farmIdentity, openDatabase } from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Config, Logger } from '../../platform/index.js';
import { openQueue } from '../../platform/queue/index.js';
import type { QueueService } from '../../platform/queue/index.js';
import type { ServiceUrls } from '../../platform/services/index.js';
import { configuredServices } from './configured-services.js';

/** Open connections to the database and the queue. */
export interface Services {
  readonly database: Database;
  readonly queue: QueueService;
  readonly queues: RunQueues;
  close(): Promise<void>;
}

/**
 * Connects to the services that the configuration names, or to the embedded ones that run.
 * @throws FarmError SERVICES_NOT_RUNNING, DATABASE_UNREACHABLE, QUEUE_UNREACHABLE
 */
export async function openServices(config: Config, logger: Logger): Promise<Services> {
  return connectServices(await configuredServices(config), config, logger);
}

/** Connects to the services at some URLs. Throws DATABASE_UNREACHABLE, QUEUE_UNREACHABLE. */
export async function connectServices(urls: ServiceUrls, config: Config, logger: Logger): Promise<Services> {
  const { databaseConnections, queueConnections } = config;
  const database = await openDatabase(urls.databaseUrl, { maxConnections: databaseConnections, logger });
  try {
    const farm = await farmIdentity(database);
    const queue = await openQueue(urls.queueUrl, { farm, maxConnections: queueConnections, logger });
    return {
      database,
      queue,
      queues: runQueuesOn(queue),
      async close() {
        await queue.close();
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}
