import { reconcile, runQueuesOn, settleCampaign, submitCampaign } from '../../src/orchestrator/index.js';
import type { Campaign } from '../../src/orchestrator/index.js';
import { systemClock } from '../../src/platform/index.js';
import type { MeasuringFarm } from './measuring-farm.js';

const lookEveryMs = 250;

/**
 * Measures campaigns side by side to their ends; tells now and then how many of their runs are over. Resolves to their ids, in their order.
 */
export async function measureCampaigns(
  { database, queue }: MeasuringFarm,
  campaigns: readonly Campaign[],
  onProgress: (over: number, all: number) => void = () => {},
): Promise<readonly string[]> {
  const queues = runQueuesOn(queue);
  const ids: string[] = [];
  for (const campaign of campaigns) ids.push((await submitCampaign(database, queues, campaign)).id);
  const ours = { campaignId: { in: ids } };
  for (;;) {
    for (const id of ids) await settleCampaign(database, id);
    const all = await database.prisma.run.count({ where: ours });
    const state = { in: ['PENDING' as const, 'RUNNING' as const] };
    onProgress(all - (await database.prisma.run.count({ where: { ...ours, state } })), all);
    const running = await database.prisma.campaign.count({ where: { id: { in: ids }, state: 'RUNNING' } });
    if (running === 0) return ids;
    await reconcile(database, queues, { windowMs: 4_000 });
    await systemClock.sleep(lookEveryMs);
  }
}
