import { FlowProducer, Queue, QueueEvents, Worker } from 'bullmq';

import type { Clock } from '../clock.js';
import { systemClock } from '../clock.js';
import { platformError } from '../errors.js';
import { silentLogger } from '../logging.js';
import type { Logger } from '../logging.js';
import { redactSecrets } from '../redaction.js';
import { defaultJobOptions, defaultWorkerOptions } from './defaults.js';
import { withPatientClaims } from './patient-claims.js';
import { connectPostgres } from './postgres-server.js';
import type { QueueServer } from './queue-server.js';
import type {
  JobEvents,
  JobFlow,
  JobProcessor,
  JobQueue,
  JobWorker,
  QueueService,
  QueueTelemetry,
} from './queue-service.js';
import { connectRedis } from './redis-server.js';

export interface QueueOptions {
  /** Whose queues these are, on a server that several farms may share; what goes before every name of a queue. */
  readonly farm?: string;
  /** At most this many connections to a Postgres queue, of which each worker and listener keeps one; 40 by default. */
  readonly maxConnections?: number;
  readonly logger?: Logger;
  readonly clock?: Clock;
  /** Nobody is told of jobs when left out. */
  readonly telemetry?: QueueTelemetry;
}

/** What every object of BullMQ has that matters for its end. */
interface Closable {
  readonly closing?: Promise<void> | undefined;
  close(force?: boolean): Promise<void>;
  disconnect(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): unknown;
}

/**
 * Connects to the queue's server: redis:// or rediss:// through ioredis, postgres:// through BullMQ's PostgreSQL backend.
 * docs/guides/operations.md says where the two differ.
 * @throws FarmError INVALID_QUEUE_URL, QUEUE_UNREACHABLE, QUEUE_SERVER_TOO_OLD
 */
export async function openQueue(
  url: string,
  { farm, maxConnections = 40, logger = silentLogger(), clock = systemClock, telemetry }: QueueOptions = {},
): Promise<QueueService> {
  const server = await connectServer(url, maxConnections, logger, clock);
  const fullName = (name: string) => (farm === undefined ? name : `${farm}.${name}`);
  return queueServiceOn(server, fullName, { logger, clock, ...(telemetry !== undefined && { telemetry }) });
}

async function connectServer(
  url: string,
  maxConnections: number,
  logger: Logger,
  clock: Clock,
): Promise<QueueServer> {
  switch (URL.canParse(url) ? new URL(url).protocol : undefined) {
    case 'redis:':
    case 'rediss:':
      return connectRedis(url, logger, clock);
    case 'postgres:':
    case 'postgresql:':
      return connectPostgres(url, maxConnections, logger);
    default:
      throw platformError('INVALID_QUEUE_URL', `${redactSecrets(url)} is not the URL of a queue.`);
  }
}

function queueServiceOn(
  server: QueueServer,
  fullName: (name: string) => string,
  {
    logger,
    clock,
    telemetry,
  }: Pick<QueueOptions, 'telemetry'> & { readonly logger: Logger; readonly clock: Clock },
): QueueService {
  const { connection, kind } = server;
  const createBackend = withPatientClaims(server.createBackend, clock);
  // BullMQ's own version check writes to the console; the server was checked when it was connected to.
  const options = { connection, skipVersionCheck: true, ...(telemetry !== undefined && { telemetry }) };
  const listeners = new Set<Closable>();
  const others = new Set<Closable>();
  let closing: Promise<void> | undefined;

  function keep<Made extends Closable>(made: Made, among: Set<Closable>, what: string): Made {
    made.on('error', (error) => logger.warn({ error }, `${what}: the queue had an error`));
    forgetClosed(among);
    among.add(made);
    const hangUp = made.disconnect.bind(made);
    // Who is given up is not waited for: BullMQ (6.7) never closes a worker whose job ended while its server was away.
    made.disconnect = () => {
      among.delete(made);
      return hangUp();
    };
    return made;
  }

  function refuseTooManyListeners(): void {
    const open = [...listeners].filter((listener) => listener.closing === undefined).length;
    if (open < server.maxListeners) return;
    throw platformError(
      'QUEUE_CONNECTIONS_EXHAUSTED',
      `${open} workers and listeners hold all the connections to the queue that they may.`,
    );
  }

  async function close(force: boolean): Promise<void> {
    const closed = closeAll(force);
    const waiting = new AbortController();
    const gaveUp = untilGone(server, clock, waiting.signal).then(
      () => [...listeners, ...others].forEach((made) => void made.disconnect().catch(() => undefined)),
      () => undefined,
    );
    // BullMQ waits for a server that is away as long as it takes, and its workers would reconnect for ever.
    await Promise.race([closed, gaveUp]);
    waiting.abort();
    await server.close();
  }

  async function closeAll(force: boolean): Promise<void> {
    await Promise.all(Array.from(listeners, (listener) => listener.close(force)));
    await Promise.all(Array.from(others, (other) => other.close()));
  }

  return {
    kind,
    queue<Data, Result>(name: string, jobOptions = {}): JobQueue<Data, Result> {
      const queue: JobQueue<Data, Result> = new Queue(
        fullName(name),
        { ...options, defaultJobOptions: { ...defaultJobOptions, ...jobOptions } },
        createBackend,
      );
      return keep(queue, others, name);
    },
    worker<Data, Result>(name: string, processor: JobProcessor<Data, Result>, workerOptions = {}) {
      refuseTooManyListeners();
      const worker: JobWorker<Data, Result> = new Worker(
        fullName(name),
        processor,
        { ...options, ...defaultWorkerOptions, ...workerOptions },
        createBackend,
      );
      return keep(worker, listeners, name);
    },
    events<Result>(name: string): JobEvents<Result> {
      refuseTooManyListeners();
      const events: JobEvents<Result> = new QueueEvents(fullName(name), options, createBackend);
      return keep(events, listeners, name);
    },
    flow(): JobFlow {
      return keep(new FlowProducer(options, createBackend), others, 'flows');
    },
    close: (force = false) => (closing ??= close(force)),
  };
}

/** Phones come and go for months: what their workers closed must not be kept until the service ends. */
function forgetClosed(among: Set<Closable>): void {
  for (const made of among) {
    const forget = () => among.delete(made);
    made.closing?.then(forget, forget);
  }
}

/** How long a server may stay away before what is being closed is given up. */
const awayMs = 3_000;

/** Resolves when the server has been away for {@link awayMs} without a break; rejects when the signal aborts. */
async function untilGone(server: QueueServer, clock: Clock, signal: AbortSignal): Promise<void> {
  let lastSeenMs = clock.monotonicMs();
  while (clock.monotonicMs() - lastSeenMs < awayMs) {
    await clock.sleep(100, signal);
    if (!server.isAway()) lastSeenMs = clock.monotonicMs();
  }
}
