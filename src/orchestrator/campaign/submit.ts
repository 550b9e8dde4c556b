import { randomUUID } from 'node:crypto';

import type { PoolClient } from 'pg';

import { canonicalJson, sha256Hex } from '../../graph/canonical-json.js';
import { inTransaction } from '../../platform/database/index.js';
import type { CampaignState, Database } from '../../platform/database/index.js';
import { storeRunningCampaign } from '../../tables/campaign/store-campaign.js';
import { hasModelFile, storeModelFile } from '../../tables/model-file/model-files.js';
import { storePlannedRuns } from '../../tables/run/planned-runs.js';
import { storeSamples } from '../../tables/sample/samples.js';
import { storeScenarios } from '../../tables/scenario/scenarios.js';
import { storeActivePool } from './active/store-pool.js';
import type { Campaign } from './campaign.js';
import { checkCampaign } from './checks/check-campaign.js';
import { withDelegates } from './checks/delegates.js';
import { planRuns } from './plan/plan.js';
import type { PlannedRun } from './plan/plan.js';
import type { SelectedPool } from './pools.js';
import type { RunQueues } from './queueing/queues.js';
import { reconcile } from './queueing/reconcile.js';

export interface SubmittedCampaign {
  readonly id: string;
  readonly sampleCount: number;
  readonly runCount: number;
  readonly pools: readonly string[];
  /** Campaigns that the same file was submitted as before, the last first. */
  readonly earlier: readonly EarlierCampaign[];
}

/** A campaign that is there already. */
export interface EarlierCampaign {
  readonly id: string;
  readonly state: CampaignState;
  readonly createdAt: Date;
}

/**
 * Stores a campaign with its samples and runs in one transaction, and only then wakes the workers. When waking fails the
 * campaign stands, and {@link reconcile} makes up for it.
 * @throws FarmError what {@link checkCampaign} and {@link withDelegates} throw; nothing is stored then.
 */
export async function submitCampaign(
  database: Database,
  queues: RunQueues,
  asked: Campaign,
): Promise<SubmittedCampaign> {
  const campaign = await withDelegates(database, asked);
  const pools = await checkCampaign(database, campaign);
  const id = randomUUID();
  const { samples } = campaign;
  const runs = planRuns({
    campaignId: id,
    samples,
    poolKeys: pools.map(({ key }) => key),
    repetitions: campaign.file.repetitions,
  });
  const earlier = await database.prisma.campaign.findMany({
    where: { specHash: specHash(campaign), state: { not: 'CANCELLED' } },
    select: { id: true, state: true, createdAt: true },
    orderBy: { createdAt: 'desc' },
  });
  await inTransaction(database.pool, (client) => storeCampaign(client, id, campaign, pools, runs));
  await reconcile(database, queues, { campaignId: id });
  const poolKeys = pools.map(({ key }) => key);
  return { id, sampleCount: samples.length, runCount: runs.length, pools: poolKeys, earlier };
}

async function storeCampaign(
  client: PoolClient,
  id: string,
  campaign: Campaign,
  pools: readonly SelectedPool[],
  runs: readonly PlannedRun[],
): Promise<void> {
  const { file } = campaign;
  await storeRunningCampaign(client, {
    ...{ id, name: file.name, owner: file.owner, priority: file.priority, seed: file.seed },
    ...{ spec: file, specHash: specHash(campaign) },
  });
  for (const { sha256, name, read } of campaign.modelFiles) {
    if (!(await hasModelFile(client, sha256)))
      await storeModelFile(client, { sha256, name, content: await read() });
  }
  const sampleIds = await storeSamples(client, id, campaign.samples);
  const scenarioIds = await storeScenarios(client, file.scenarios);
  const poolIds = new Map(pools.map((pool) => [pool.key, pool.id]));
  if (campaign.active !== undefined) {
    const poolKeys = pools.map(({ key }) => key);
    await storeActivePool(client, id, campaign.active, poolKeys);
  }
  await storePlannedRuns(client, id, runs, { sampleIds, scenarioIds, poolIds });
}

/** What makes two campaigns the same: all that their files say. */
function specHash({ file }: Campaign): string {
  return sha256Hex(canonicalJson(file));
}
