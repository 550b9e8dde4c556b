import { randomUUID } from 'node:crypto';

import type { PoolClient } from 'pg';

import { inTransaction, type Database } from '../../../platform/database/index.js';
import { planRuns } from '../plan.js';
import { reconcile } from '../reconcile.js';
import type { RunQueues } from '../queues.js';
import { storeRuns, storeSamples } from '../store-runs.js';
import { budgetLeftMs } from './budget.js';
import type { PlannedRound } from './plan-round.js';
import type { RoundEstimate } from './read-progress.js';

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
    if (planned.expectedCostMs > (await budgetLeftMs(client, place.campaignId))) return false;
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
 * Ends an active campaign of which every scenario on every pool has ended: DONE when nothing failed, which includes that there was
 * nothing left to measure; PARTLY_DONE when something did; FAILED when nothing at all was measured.
 */
export async function finishActiveCampaign(
  database: Database,
  campaignId: string,
  reason: string,
): Promise<void> {
  await database.pool.query(
    `UPDATE "Campaign" c
        SET state = (CASE WHEN t.failed = 0 AND (t.done > 0 OR t.cancelled = 0) THEN 'DONE' WHEN t.done > 0 THEN 'PARTLY_DONE' ELSE 'FAILED' END)::"CampaignState",
            "stateReason" = $2, "finishedAt" = now()
       FROM (SELECT count(*) FILTER (WHERE state = 'DONE') AS done, count(*) FILTER (WHERE state = 'FAILED') AS failed,
                    count(*) FILTER (WHERE state = 'CANCELLED') AS cancelled
               FROM "Run" WHERE "campaignId" = $1) t
      WHERE c.id = $1 AND c.state = 'RUNNING'`,
    [campaignId, reason],
  );
}

/** Locks a campaign's row until the end of the transaction; false when the campaign is not running. */
async function lockRunning(client: PoolClient, campaignId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `SELECT 1 FROM "Campaign" WHERE id = $1 AND state = 'RUNNING' FOR UPDATE`,
    [campaignId],
  );
  return rowCount === 1;
}

/** False when the round is there already. The rounds before it are over then. */
async function insertRound(
  client: PoolClient,
  { campaignId, scenarioKey, poolKey, ordinal }: RoundPlace,
  { strategy, sources, spentMs, estimate }: RoundDecision,
  { choices, architectures, expectedCostMs }: PlannedRound,
  reason: string | null,
): Promise<boolean> {
  const { rowCount } = await client.query(
    `INSERT INTO "CampaignRound" (id, "campaignId", "scenarioId", "poolId", ordinal, state, reason, strategy, choices,
                                  architectures, sources, "expectedCostMs", "spentMs", estimate)
     SELECT $1, $2, s.id, p.id, $5, (CASE WHEN $6::text IS NULL THEN 'MEASURING' ELSE 'ENDED' END)::"RoundState", $6, $7, $8,
            $9, $10, $11, $12, $13
       FROM "Scenario" s, "Pool" p WHERE s.key = $3 AND p.key = $4
     ON CONFLICT DO NOTHING`,
    [
      ...[randomUUID(), campaignId, scenarioKey, poolKey, ordinal, reason, strategy],
      ...[choices.map(({ hash }) => hash), architectures, sources, expectedCostMs, spentMs],
      estimate === undefined ? null : JSON.stringify(estimate),
    ],
  );
  if (rowCount !== 1) return false;
  await client.query(
    `UPDATE "CampaignRound" c SET state = 'MEASURED' FROM "Scenario" s, "Pool" p
      WHERE c."campaignId" = $1 AND s.id = c."scenarioId" AND s.key = $2 AND p.id = c."poolId" AND p.key = $3
        AND c.ordinal < $4`,
    [campaignId, scenarioKey, poolKey, ordinal],
  );
  return true;
}

async function storeUnits(
  client: PoolClient,
  { campaignId, scenarioKey, poolKey, ordinal }: RoundPlace,
  { units }: PlannedRound,
): Promise<void> {
  const { rows: known } = await client.query<{ id: string; contentHash: string }>(
    `SELECT id, "contentHash" FROM "Sample" WHERE "campaignId" = $1`,
    [campaignId],
  );
  const sampleIds = new Map(known.map(({ id, contentHash }) => [contentHash, id]));
  const missing = units.flatMap(({ sample }) =>
    sampleIds.has(sample.contentHash) ? [] : [{ ...sample, name: `round ${ordinal}: ${sample.name}` }],
  );
  for (const [hash, id] of await storeSamples(client, campaignId, missing, known.length))
    sampleIds.set(hash, id);
  const runs = planRuns({
    campaignId,
    samples: units.map(({ sample: { contentHash } }) => ({ contentHash, scenarioKeys: [scenarioKey] })),
    poolKeys: [poolKey],
    repetitions: 1,
  });
  await storeRuns(client, campaignId, runs, {
    sampleIds,
    scenarioIds: new Map([[scenarioKey, await idOf(client, 'Scenario', scenarioKey)]]),
    poolIds: new Map([[poolKey, await idOf(client, 'Pool', poolKey)]]),
  });
}

async function idOf(client: PoolClient, table: 'Scenario' | 'Pool', key: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM "${table}" WHERE key = $1`, [key]);
  return (rows[0] as { id: string }).id;
}
