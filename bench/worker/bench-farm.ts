import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { openDatabase } from '../../src/platform/database/index.js';
import type { Database } from '../../src/platform/database/index.js';
import {
  awaitReadyLine,
  createLogger,
  spawnEntry,
  systemClock,
  terminate,
} from '../../src/platform/index.js';
import { openQueue } from '../../src/platform/queue/index.js';
import type { QueueService } from '../../src/platform/queue/index.js';
import { startServices } from '../../src/platform/services/index.js';
import { AdbServer } from '../../src/worker/adb/index.js';
import { addBenchmarkTool } from '../../test/support/benchmark-tool.js';
import { startGenuinePhone } from '../../test/support/genuine-phone.js';
import { prefer, spawnScript } from '../support/child.js';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const ready = z.looseObject({ event: z.literal('ready'), port: z.number() });
const manyReady = z.looseObject({ event: z.literal('ready'), ports: z.array(z.number()) });

/** Phones of a real host bring their own cores: the machine's other work is not to be what they wait for. */
const phonesPriority = -5;

export interface BenchFarm {
  readonly databaseUrl: string;
  readonly queueUrl: string;
  readonly database: Database;
  readonly queue: QueueService;
  readonly adb: AdbServer;
  readonly adbSerials: readonly string[];
  readonly tool: Buffer;
  close(): Promise<void>;
}

/** Starts phones below a directory; tells the ports that they listen on, and how they are ended. */
export type StartPhones = (
  directory: string,
) => Promise<{ readonly ports: readonly number[]; stop(): Promise<unknown> }>;

/** One virtual phone as the program itself starts it. */
export const onePhone: StartPhones = async (directory) => {
  const child = spawnEntry('virtual-phone/main', [
    ...['--profile', join(repository, 'configs/virtual-phones/virtual-fast.yaml'), '--serial', 'BENCH0'],
    ...['--root', join(directory, 'phone-0'), '--port', '0'],
  ]);
  return { ports: [(await awaitReadyLine(child, ready)).port], stop: () => terminate(child) };
};

/** One of Android's own programs, where this machine can have one (CONTRIBUTING.md). */
export const oneGenuinePhone: StartPhones = async () => {
  const phone = await startGenuinePhone();
  return { ports: [phone.address.port], stop: () => phone.stop() };
};

/** So many virtual phones in one process. */
export function manyPhones(count: number): StartPhones {
  return async (directory) => {
    const child = spawnScript('phones-process.ts', import.meta.url, [String(count), directory]);
    prefer(child, phonesPriority);
    return { ports: (await awaitReadyLine(child, manyReady)).ports, stop: () => terminate(child) };
  };
}

/** Throwaway services, virtual phones with their benchmark tool, and the small adb endpoint before them. */
export async function startBenchFarm(startPhones: StartPhones): Promise<BenchFarm> {
  const directory = await mkdtemp(join(tmpdir(), 'farm-bench-'));
  const logger = createLogger({ level: 'warn' });
  const services = await startServices(
    { dataDirectory: directory },
    { clock: systemClock, logger, throwaway: true },
  );
  const { databaseUrl, queueUrl } = services;
  const database = await openDatabase(databaseUrl);
  const queue = await openQueue(queueUrl, { logger });
  const phones = await startPhones(directory);
  const { ports } = phones;
  const adbSerials = ports.map((port) => `127.0.0.1:${port}`);
  const endpoint = spawnEntry('virtual-phone/adb-server/main', [
    ...['--port', '0'],
    ...adbSerials.flatMap((address) => ['--phone', address]),
  ]);
  prefer(endpoint, phonesPriority);
  const { port } = await awaitReadyLine(endpoint, ready);
  return {
    databaseUrl,
    queueUrl,
    database,
    queue,
    adb: new AdbServer({ host: '127.0.0.1', port }, systemClock),
    adbSerials,
    tool: await addBenchmarkTool(database),
    async close() {
      await queue.close();
      await database.close();
      await Promise.all([terminate(endpoint), phones.stop()]);
      await services.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
