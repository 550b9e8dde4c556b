import type { PoolClient } from 'pg';

import { inTransaction } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import { runKey } from '../../../records/run.js';
import { lockRunning } from '../../../tables/campaign/campaigns.js';
import { lockFailedPacks, markSplit } from '../../../tables/run/failed-packs.js';
import type { FailedPack } from '../../../tables/run/failed-packs.js';
import { storePlannedRuns } from '../../../tables/run/planned-runs.js';
import { storeMissingSamples } from '../../../tables/sample/samples.js';
import { campaignSample } from '../plan/campaign-sample.js';
import type { CampaignSample } from '../plan/campaign-sample.js';
import type { PlannedRun } from '../plan/plan.js';

/**
 * Plans the halves of packs that failed for what is in them, until one bad operation has cost one: the pack's run becomes SPLIT,
 * which counts neither as done nor as failed. Returns how many packs were split; doing it twice does no harm.
 */
export async function splitFailedPacks(database: Database, campaignId: string): Promise<number> {
  return inTransaction(database.pool, async (client) => {
    if (!(await lockRunning(client, campaignId))) return 0;
    const packs = await lockFailedPacks(client, campaignId);
    if (packs.length === 0) return 0;
    await storeHalves(client, campaignId, packs);
    await markSplit(
      client,
      packs.map(({ runId }) => runId),
    );
    return packs.length;
  });
}

async function storeHalves(
  client: PoolClient,
  campaignId: string,
  packs: readonly FailedPack[],
): Promise<void> {
  const halves: CampaignSample[] = [];
  const runs: PlannedRun[] = [];
  for (const pack of packs) {
    const { scenarioKey, poolKey, repetition } = pack;
    for (const half of halvesOf(pack)) {
      const sampleHash = half.contentHash;
      halves.push(half);
      const key = runKey({ campaignId, sampleHash, scenarioKey, poolKey, repetition });
      runs.push({ key, sampleHash, scenarioKey, poolKey, repetition });
    }
  }
  const sampleIds = await storeMissingSamples(client, campaignId, halves);
  await storePlannedRuns(client, campaignId, runs, {
    sampleIds,
    scenarioIds: new Map(packs.map(({ scenarioKey, scenarioId }) => [scenarioKey, scenarioId])),
    poolIds: new Map(packs.map(({ poolKey, poolId }) => [poolKey, poolId])),
  });
}

/** The first half is the larger one. */
function halvesOf({ name, configurations }: FailedPack): CampaignSample[] {
  const middle = Math.ceil(configurations.length / 2);
  return [configurations.slice(0, middle), configurations.slice(middle)].map((members, index) => {
    const [first] = members;
    const alone = members.length === 1 && first !== undefined;
    return campaignSample(alone ? `${first.operator} alone` : `${name}/${index + 1}`, {
      kind: 'operations',
      configurations: members,
    });
  });
}
