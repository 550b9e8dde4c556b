/**
 * A worker in a process of its own, which tells how it fares whenever it is asked: `worker-process.ts DATABASE QUEUE ADB-PORT
 * CONNECTIONS`. Needs `--expose-gc`.
 */
import { monitorEventLoopDelay } from 'node:perf_hooks';

import { openDatabase } from '../../src/platform/database/index.js';
import { createLogger, systemClock } from '../../src/platform/index.js';
import { openQueue } from '../../src/platform/queue/index.js';
import { startWorker } from '../../src/worker/index.js';

/** What the process says of itself. Sizes in MB of 1,000,000 bytes, after garbage was collected; delays since the last one. */
export interface WorkerSample {
  readonly residentMb: number;
  readonly heapMb: number;
  readonly outsideHeapMb: number;
  /** How late timers of the event loop were. */
  readonly delayP50Ms: number;
  readonly delayP99Ms: number;
  readonly delayMaxMs: number;
  /** CPU time by wall time, of one core. */
  readonly cpuShare: number;
}

const resolutionMs = 10;
const [databaseUrl = '', queueUrl = '', adbPort, connections] = process.argv.slice(2);

const delays = monitorEventLoopDelay({ resolution: resolutionMs });
let cpu = process.cpuUsage();
let sampledAtMs = performance.now();

function sample(): WorkerSample {
  // The histogram's values contain the timer's own period.
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs);
  const delayP50Ms = late(delays.percentile(50));
  const delayP99Ms = late(delays.percentile(99));
  const delayMaxMs = late(delays.max);
  const used = process.cpuUsage(cpu);
  const cpuShare = (used.user + used.system) / 1000 / (performance.now() - sampledAtMs);
  globalThis.gc?.();
  const { rss, heapUsed, external } = process.memoryUsage();
  // What is done for the sample is no part of the worker.
  delays.reset();
  cpu = process.cpuUsage();
  sampledAtMs = performance.now();
  return {
    ...{ residentMb: rss / 1e6, heapMb: heapUsed / 1e6, outsideHeapMb: external / 1e6 },
    ...{ delayP50Ms, delayP99Ms, delayMaxMs, cpuShare },
  };
}

const logger = createLogger({ level: 'warn' });
const database = await openDatabase(databaseUrl, { maxConnections: 10, logger });
const queue = await openQueue(queueUrl, { maxConnections: Number(connections), logger });
const worker = await startWorker({
  database,
  queue,
  adb: { host: '127.0.0.1', port: Number(adbPort) },
  clock: systemClock,
  logger,
  hostName: 'bench',
  maxMeasurements: 1,
});
delays.enable();
process.on('message', () => process.send?.(sample()));
process.once('disconnect', () => {
  void worker
    .stop()
    .then(() => queue.close())
    .then(() => database.close());
});
process.stdout.write(`${JSON.stringify({ event: 'ready' })}\n`);
