import { randomUUID } from 'node:crypto';

import type { PoolClient } from 'pg';

import { inTransaction, type Database } from '../../../platform/database/index.js';
import { sampleHash } from '../../../records/sample.js';
import type { CampaignSample } from '../campaign.js';
import { planRuns } from '../plan.js';
import { reconcile } from '../reconcile.js';
import type { RunQueues } from '../queues.js';
import { storeRuns, storeSamples } from '../submit.js';
import type { ActiveCandidate } from './candidates.js';
import type { RoundEstimate } from './read-progress.js';

/** Where a round belongs. Of each place there is one round of each ordinal. */
export interface RoundPlace {
  readonly campaignId: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly ordinal: number;
}

/** A decision to measure. */
export interface RoundDecision {
  readonly strategy: string;
  readonly choices: readonly ActiveCandidate[];
  readonly expectedCostMs: number;
  readonly estimate: RoundEstimate | undefined;
}

/**
 * Stores a round with the runs of its choices, all or nothing, and wakes the workers. False, and nothing stored, when the round is
 * there already or the campaign is not running: whoever decides twice measures once.
 */
export async function storeRound(
  database: Database,
  queues: RunQueues,
  place: RoundPlace,
  decision: RoundDecision,
  pack: number,
): Promise<boolean> {
  const stored = await inTransaction(database.pool, async (client) => {
    if (!(await insertRound(client, place, decision, null))) return false;
    await client.query(
      `UPDATE "CampaignRound" c SET state = 'MEASURED' FROM "Scenario" s, "Pool" p
        WHERE c."campaignId" = $1 AND s.id = c."scenarioId" AND s.key = $2 AND p.id = c."poolId" AND p.key = $3
          AND c.ordinal < $4`,
      [place.campaignId, place.scenarioKey, place.poolKey, place.ordinal],
    );
    await storeChoices(client, place, decision.choices, pack);
    return true;
  });
  if (stored) await reconcile(database, queues, { campaignId: place.campaignId });
  return stored;
}

/** Stores that nothing more is measured in a scenario on a pool, and why. */
export async function endRounds(
  database: Database,
  place: RoundPlace,
  decision: Omit<RoundDecision, 'choices' | 'expectedCostMs'>,
  reason: string,
): Promise<void> {
  await inTransaction(database.pool, (client) =>
    insertRound(client, place, { ...decision, choices: [], expectedCostMs: 0 }, reason),
  );
}

/** Ends an active campaign of which every scenario on every pool has ended. */
export async function finishActiveCampaign(
  database: Database,
  campaignId: string,
  reason: string,
): Promise<void> {
  await database.pool.query(
    `UPDATE "Campaign" c
        SET state = (CASE WHEN t.failed = 0 AND t.done > 0 THEN 'DONE' WHEN t.done > 0 THEN 'PARTLY_DONE' ELSE 'FAILED' END)::"CampaignState",
            "stateReason" = $2, "finishedAt" = now()
       FROM (SELECT count(*) FILTER (WHERE state = 'DONE') AS done, count(*) FILTER (WHERE state = 'FAILED') AS failed
               FROM "Run" WHERE "campaignId" = $1) t
      WHERE c.id = $1 AND c.state = 'RUNNING'`,
    [campaignId, reason],
  );
}

/** False when the round is there already, or the campaign is not running. The campaign's row is locked until the end. */
async function insertRound(
  client: PoolClient,
  { campaignId, scenarioKey, poolKey, ordinal }: RoundPlace,
  { strategy, choices, expectedCostMs, estimate }: RoundDecision,
  reason: string | null,
): Promise<boolean> {
  const campaign = await client.query(
    `SELECT 1 FROM "Campaign" WHERE id = $1 AND state = 'RUNNING' FOR UPDATE`,
    [campaignId],
  );
  if (campaign.rowCount === 0) return false;
  const { rowCount } = await client.query(
    `INSERT INTO "CampaignRound" (id, "campaignId", "scenarioId", "poolId", ordinal, state, reason, strategy, choices, "expectedCostMs", estimate)
     SELECT $1, $2, s.id, p.id, $5, (CASE WHEN $6::text IS NULL THEN 'MEASURING' ELSE 'ENDED' END)::"RoundState", $6, $7, $8, $9, $10
       FROM "Scenario" s, "Pool" p WHERE s.key = $3 AND p.key = $4
     ON CONFLICT DO NOTHING`,
    [
      randomUUID(),
      campaignId,
      scenarioKey,
      poolKey,
      ordinal,
      reason,
      strategy,
      choices.map(({ hash }) => hash),
      expectedCostMs,
      estimate === undefined ? null : JSON.stringify(estimate),
    ],
  );
  return rowCount === 1;
}

async function storeChoices(
  client: PoolClient,
  { campaignId, scenarioKey, poolKey, ordinal }: RoundPlace,
  choices: readonly ActiveCandidate[],
  pack: number,
): Promise<void> {
  const samples = packed(choices, pack, `round-${ordinal}`);
  const { rows: known } = await client.query<{ id: string; contentHash: string; next: number }>(
    `SELECT id, "contentHash" FROM "Sample" WHERE "campaignId" = $1`,
    [campaignId],
  );
  const sampleIds = new Map(known.map(({ id, contentHash }) => [contentHash, id]));
  const missing = samples.filter(({ contentHash }) => !sampleIds.has(contentHash));
  for (const [hash, id] of await storeSamples(client, campaignId, missing, known.length))
    sampleIds.set(hash, id);
  const runs = planRuns({
    campaignId,
    sampleHashes: samples.map(({ contentHash }) => contentHash),
    scenarioKeys: [scenarioKey],
    poolKeys: [poolKey],
    repetitions: 1,
  });
  await storeRuns(client, campaignId, runs, {
    sampleIds,
    scenarioIds: new Map([[scenarioKey, await idOf(client, 'Scenario', scenarioKey)]]),
    poolIds: new Map([[poolKey, await idOf(client, 'Pool', poolKey)]]),
  });
}

function packed(choices: readonly ActiveCandidate[], pack: number, name: string): CampaignSample[] {
  return Array.from({ length: Math.ceil(choices.length / pack) }, (_, index) => {
    const configurations = choices
      .slice(index * pack, (index + 1) * pack)
      .map(({ configuration }) => configuration);
    const spec = { kind: 'operations' as const, configurations };
    return { name: `${name}-${index + 1}`, contentHash: sampleHash(spec), spec };
  });
}

async function idOf(client: PoolClient, table: 'Scenario' | 'Pool', key: string): Promise<string> {
  const { rows } = await client.query<{ id: string }>(`SELECT id FROM "${table}" WHERE key = $1`, [key]);
  return (rows[0] as { id: string }).id;
}
