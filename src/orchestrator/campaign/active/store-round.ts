import type { PoolClient } from 'pg';

import { inTransaction, type Database } from '../../../platform/database/index.js';
import { storeNewRound } from '../../../tables/campaign-round/campaign-rounds.js';
import type { RoundEstimate } from '../../../tables/campaign-round/campaign-rounds.js';
import { activeBudgetLeftMs, lockRunning } from '../../../tables/campaign/campaigns.js';
import { endActive } from '../../../tables/campaign/end-campaign.js';
import { poolIds } from '../../../tables/pool/pools.js';
import { storePlannedRuns } from '../../../tables/run/planned-runs.js';
import { storeMissingSamples } from '../../../tables/sample/samples.js';
import { scenarioIds } from '../../../tables/scenario/scenarios.js';
import { planRuns } from '../plan/plan.js';
import type { RunQueues } from '../queueing/queues.js';
import { reconcile } from '../queueing/reconcile.js';
import type { PlannedRound } from './plan-round.js';

/** Where a round belongs. Of each place there is one round of each ordinal. */
export interface RoundPlace {
  readonly campaignId: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly ordinal: number;
}

/** What is known and decided at the beginning of a round. */
export interface RoundDecision {
  readonly strategy: string;
  /** Phones already profiled that were listened to. */
  readonly sources: readonly string[];
  /** Phone time that the place has used so far. */
  readonly spentMs: number;
  readonly estimate: RoundEstimate | undefined;
}

const nothingPlanned: PlannedRound = {
  units: [],
  choices: [],
  architectures: [],
  expectedCostMs: 0,
  cutShort: false,
};

/**
 * Stores a round with its runs, all or nothing, and wakes the workers. False, and nothing stored, when the round is there already,
 * the campaign is not running, or another place was quicker to spend the rest of the budget: whoever decides twice measures
 * and pays once.
 */
export async function storeRound(
  database: Database,
  queues: RunQueues,
  place: RoundPlace,
  decision: RoundDecision,
  planned: PlannedRound,
): Promise<boolean> {
  const stored = await inTransaction(database.pool, async (client) => {
    if (!(await lockRunning(client, place.campaignId))) return false;
    if (planned.expectedCostMs > (await activeBudgetLeftMs(client, place.campaignId))) return false;
    if (!(await insertRound(client, place, decision, planned, null))) return false;
    await storeUnits(client, place, planned);
    return true;
  });
  if (stored) await reconcile(database, queues, { campaignId: place.campaignId });
  return stored;
}

/** Stores that nothing more is measured in a scenario on a pool, and why. */
export async function endRounds(
  database: Database,
  place: RoundPlace,
  decision: RoundDecision,
  reason: string,
): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    if (await lockRunning(client, place.campaignId))
      await insertRound(client, place, decision, nothingPlanned, reason);
  });
}

/**
 * Ends an active campaign of which every scenario on every pool has ended, once none of its runs is open again: DONE when nothing failed, which includes that there was
 * nothing left to measure; PARTLY_DONE when something did; FAILED when nothing at all was measured.
 */
export async function finishActiveCampaign(
  database: Database,
  campaignId: string,
  reason: string,
): Promise<void> {
  await inTransaction(database.pool, (client) => endActive(client, campaignId, reason));
}

/** False when the round is there already. The rounds before it are over then. */
async function insertRound(
  client: PoolClient,
  { campaignId, scenarioKey, poolKey, ordinal }: RoundPlace,
  { strategy, sources, spentMs, estimate }: RoundDecision,
  { choices, architectures, expectedCostMs }: PlannedRound,
  reason: string | null,
): Promise<boolean> {
  return await storeNewRound(client, {
    ...{ campaignId, scenarioKey, poolKey, ordinal, reason, strategy, sources, spentMs },
    ...{ architectures, expectedCostMs, choices: choices.map(({ hash }) => hash) },
    estimate: estimate ?? null,
  });
}

async function storeUnits(
  client: PoolClient,
  { campaignId, scenarioKey, poolKey, ordinal }: RoundPlace,
  { units }: PlannedRound,
): Promise<void> {
  const sampleIds = await storeMissingSamples(
    client,
    campaignId,
    units.map(({ sample }) => ({ ...sample, name: `round ${ordinal}: ${sample.name}` })),
  );
  const runs = planRuns({
    campaignId,
    samples: units.map(({ sample: { contentHash } }) => ({ contentHash, scenarioKeys: [scenarioKey] })),
    poolKeys: [poolKey],
    repetitions: 1,
  });
  await storePlannedRuns(client, campaignId, runs, {
    sampleIds,
    scenarioIds: await scenarioIds(client, [scenarioKey]),
    poolIds: await poolIds(client, [poolKey]),
  });
}
