import { reconcile, runQueuesOn, settleCampaign, submitCampaign } from '../../src/orchestrator/index.js';
import type { Campaign } from '../../src/orchestrator/index.js';
import { silentLogger, systemClock } from '../../src/platform/index.js';
import type { Database } from '../../src/platform/database/index.js';
import { startWorker } from '../../src/worker/index.js';
import { addBenchmarkTool } from '../../test/support/benchmark-tool.js';
import { onePhone, startBenchFarm } from '../worker/bench-farm.js';

/** A farm of one virtual phone, with the real worker, queue and database. */
export interface MeasuredFarm {
  readonly database: Database;
  /** Adds the benchmark tool under another runtime version. */
  addRuntime(version: string): Promise<void>;
  /** Measures campaigns side by side to their ends; tells now and then how many of their runs are over. */
  measure(campaigns: readonly Campaign[], onProgress: (over: number, all: number) => void): Promise<void>;
  close(): Promise<void>;
}

const lookEveryMs = 250;

/** Starts a throwaway farm and waits for its phone. */
export async function startMeasuredFarm(): Promise<MeasuredFarm> {
  const farm = await startBenchFarm(onePhone);
  const { database, queue, adb } = farm;
  const worker = await startWorker({
    ...{ database, queue, adb: adb.endpoint, clock: systemClock },
    ...{ logger: silentLogger(), hostName: 'bench' },
  });
  while ((await database.prisma.phone.count({ where: { state: 'READY' } })) === 0)
    await systemClock.sleep(lookEveryMs);
  const queues = runQueuesOn(queue);
  return {
    database,
    addRuntime: async (version) => {
      await addBenchmarkTool(database, version);
    },
    async measure(campaigns, onProgress) {
      const ids: string[] = [];
      for (const campaign of campaigns) ids.push((await submitCampaign(database, queues, campaign)).id);
      const ours = { campaignId: { in: ids } };
      for (;;) {
        for (const id of ids) await settleCampaign(database, id);
        const all = await database.prisma.run.count({ where: ours });
        const state = { in: ['PENDING' as const, 'RUNNING' as const] };
        onProgress(all - (await database.prisma.run.count({ where: { ...ours, state } })), all);
        const running = await database.prisma.campaign.count({
          where: { id: { in: ids }, state: 'RUNNING' },
        });
        if (running === 0) return;
        await reconcile(database, queues, { windowMs: 4_000 });
        await systemClock.sleep(lookEveryMs);
      }
    },
    async close() {
      await worker.stop();
      await farm.close();
    },
  };
}
