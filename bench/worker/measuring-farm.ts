import { silentLogger, systemClock } from '../../src/platform/index.js';
import { startWorker } from '../../src/worker/index.js';
import { addBenchmarkTool } from '../../test/support/benchmark-tool.js';
import { onePhone, startBenchFarm, type BenchFarm } from './bench-farm.js';

/** A farm of one virtual phone that is ready, with the real worker, queue and database. */
export interface MeasuringFarm extends Pick<BenchFarm, 'database' | 'queue'> {
  /** Adds the benchmark tool once more under another runtime version: a scenario of its own that runs the very same code. */
  addRuntime(version: string): Promise<void>;
  close(): Promise<void>;
}

const lookEveryMs = 100;

/** Starts a throwaway farm and waits for its phone. */
export async function startMeasuringFarm(): Promise<MeasuringFarm> {
  const farm = await startBenchFarm(onePhone);
  const { database, queue, adb } = farm;
  const worker = await startWorker({
    ...{ database, queue, adb: adb.endpoint, clock: systemClock },
    ...{ logger: silentLogger(), hostName: 'bench' },
  });
  while ((await database.prisma.phone.count({ where: { state: 'READY' } })) === 0)
    await systemClock.sleep(lookEveryMs);
  return {
    database,
    queue,
    addRuntime: async (version) => {
      await addBenchmarkTool(database, version);
    },
    async close() {
      await worker.stop();
      await farm.close();
    },
  };
}
