import type { ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { z } from 'zod';

import { sha256Hex } from '../../src/graph/index.js';
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

const repository = fileURLToPath(new URL('../..', import.meta.url));
const ready = z.looseObject({ event: z.literal('ready'), port: z.number() });

export interface BenchFarm {
  readonly database: Database;
  readonly queue: QueueService;
  readonly adb: AdbServer;
  readonly adbSerials: readonly string[];
  readonly tool: Buffer;
  close(): Promise<void>;
}

/** Throwaway services, virtual phones, and the small adb endpoint before them. */
export async function startBenchFarm(phoneCount: number): Promise<BenchFarm> {
  const directory = await mkdtemp(join(tmpdir(), 'farm-bench-'));
  const logger = createLogger({ level: 'warn' });
  const services = await startServices(
    { dataDirectory: directory },
    { clock: systemClock, logger, throwaway: true },
  );
  const database = await openDatabase(services.databaseUrl);
  const queue = await openQueue(services.queueUrl, { maxConnections: phoneCount + 10, logger });
  const children: ChildProcess[] = [];
  const addresses: string[] = [];
  for (let number = 0; number < phoneCount; number += 1) {
    const profile = join(repository, 'configs/virtual-phones/virtual-fast.yaml');
    const root = join(directory, `phone-${number}`);
    const child = spawnEntry('virtual-phone/main', [
      ...['--profile', profile, '--serial', `BENCH${number}`],
      ...['--root', root, '--port', '0'],
    ]);
    children.push(child);
    addresses.push(`127.0.0.1:${(await awaitReadyLine(child, ready)).port}`);
  }
  const endpoint = spawnEntry('virtual-phone/adb-server/main', [
    ...['--port', '0'],
    ...addresses.flatMap((address) => ['--phone', address]),
  ]);
  children.push(endpoint);
  const { port } = await awaitReadyLine(endpoint, ready);
  const tool = await readFile(join(repository, 'dist/virtual-phone/benchmark_model'));
  await database.prisma.benchmarkBinary.create({
    data: {
      sha256: sha256Hex(tool),
      fileName: 'benchmark_model',
      abi: 'wasm32-node',
      runtimeVersion: '2.15',
      sizeBytes: tool.length,
      content: tool,
    },
  });
  return {
    database,
    queue,
    adb: new AdbServer({ host: '127.0.0.1', port }, systemClock),
    adbSerials: addresses,
    tool,
    async close() {
      await queue.close();
      await database.close();
      await Promise.all(children.map((child) => terminate(child)));
      await services.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
