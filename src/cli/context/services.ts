import { runQueuesOn } from '../../orchestrator/index.js';
import type { RunQueues } from '../../orchestrator/index.js';
import { farmIdentity, openDatabase } from '../../platform/database/index.js';
import type { Database } from '../../platform/database/index.js';
import type { Config, Logger } from '../../platform/index.js';
import { openQueue } from '../../platform/queue/index.js';
import type { QueueService } from '../../platform/queue/index.js';
import type { ServiceUrls } from '../../platform/services/index.js';
import type { RunningTelemetry } from '../../platform/telemetry/start-telemetry.js';
import { programVersion } from '../version.js';

/** Open connections to the database and the queue. */
export interface Services {
  readonly database: Database;
  readonly queue: QueueService;
  readonly queues: RunQueues;
  /** Closes both. May be called twice. */
  close(): Promise<void>;
}

/** Connects to the services at some URLs. Throws DATABASE_UNREACHABLE, QUEUE_UNREACHABLE. */
export async function connectServices(
  { databaseUrl, queueUrl }: ServiceUrls,
  config: Config,
  logger: Logger,
): Promise<Services> {
  const { databaseConnections: maxConnections } = config;
  const database = await openDatabase(databaseUrl, { maxConnections, logger });
  try {
    return await addQueue(database, queueUrl, config, logger);
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Connects to the queue that belongs to a database. Throws QUEUE_UNREACHABLE. */
export async function addQueue(
  database: Database,
  queueUrl: string,
  { queueConnections: maxConnections, collectorUrl }: Config,
  logger: Logger,
): Promise<Services> {
  const farm = await farmIdentity(database);
  const telemetry = collectorUrl === undefined ? undefined : await telemetryTo(collectorUrl, logger);
  const queue = await openQueue(queueUrl, {
    ...{ farm, maxConnections, logger },
    ...(telemetry !== undefined && { telemetry: telemetry.queue }),
  }).catch(async (error: unknown) => {
    // Or whoever tries again would tell of its jobs to the one that was started here, which nobody sends on.
    await telemetry?.stop();
    throw error;
  });
  return {
    database,
    queue,
    queues: runQueuesOn(queue),
    async close() {
      await queue.close();
      await telemetry?.stop();
      await database.close();
    },
  };
}

/** Loaded here only: whoever turns it on waits for it. */
async function telemetryTo(collectorUrl: string, logger: Logger): Promise<RunningTelemetry> {
  const { otlpExporter, startTelemetry } = await import('../../platform/telemetry/start-telemetry.js');
  return startTelemetry({ exporter: otlpExporter(collectorUrl), version: programVersion, logger });
}
