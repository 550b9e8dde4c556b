import type { PoolClient } from 'pg';

import type { OperationConfiguration } from '../../../graph/index.js';
import { inTransaction } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import { runKey } from '../../../records/run.js';
import type { PlannedRun } from '../plan.js';
import { campaignSample } from '../samples/campaign-sample.js';
import type { CampaignSample } from '../samples/campaign-sample.js';
import { storeRuns, storeSamples } from '../store-runs.js';
import { packedSample } from './judgements.js';

/** Verdicts that one operation brings upon a whole pack, each time that it is measured. */
const verdictsOfModels = ['parse-mismatch', 'fallback'];

/** Failures that speak of the tool as it was called, not of what is in the model: a part of the pack would meet the same. */
const failuresOfCalls = [
  'BENCHMARK_BINARY_UNUSABLE',
  'BENCHMARK_FLAG_NOT_CONSUMED',
  'BENCHMARK_FLAG_REFUSED',
  'BENCHMARK_MODEL_MISSING',
  'BENCHMARK_OPTION_INVALID',
  'BENCHMARK_OPTION_UNSUPPORTED',
];

/** Failures of a model: what the tool says of it (`BENCHMARK_…`), that it does not end, that it cannot be made. */
const failsByModel = `(r."failureCode" LIKE 'BENCHMARK\\_%' AND r."failureCode" <> ALL($3)
  OR r."failureCode" IN ('RUN_TIMEOUT', 'MODEL_UNBUILDABLE'))`;

interface FailedPack {
  readonly runId: string;
  readonly name: string;
  readonly configurations: readonly OperationConfiguration[];
  readonly scenarioId: string;
  readonly scenarioKey: string;
  readonly poolId: string;
  readonly poolKey: string;
  readonly repetition: number;
}

/**
 * Plans the halves of packs that failed for what is in them, until one bad operation has cost one: the pack's run becomes SPLIT,
 * which counts neither as done nor as failed. Returns how many packs were split; doing it twice does no harm.
 */
export async function splitFailedPacks(database: Database, campaignId: string): Promise<number> {
  return inTransaction(database.pool, async (client) => {
    const { rowCount } = await client.query(
      `SELECT 1 FROM "Campaign" WHERE id = $1 AND state = 'RUNNING' FOR UPDATE`,
      [campaignId],
    );
    if (rowCount === 0) return 0;
    const packs = await failedPacks(client, campaignId);
    if (packs.length === 0) return 0;
    await storeHalves(client, campaignId, packs);
    await client.query(`UPDATE "Run" SET state = 'SPLIT' WHERE id = ANY($1)`, [
      packs.map(({ runId }) => runId),
    ]);
    return packs.length;
  });
}

async function failedPacks(client: PoolClient, campaignId: string): Promise<readonly FailedPack[]> {
  const { rows } = await client.query<FailedPack>(
    `SELECT r.id AS "runId", m.name, m.spec->'configurations' AS configurations, r.repetition,
            s.id AS "scenarioId", s.key AS "scenarioKey", p.id AS "poolId", p.key AS "poolKey"
       FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId"
       JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
      WHERE r."campaignId" = $1 AND ${packedSample}
        AND (r.state = 'DONE' AND r.verdict = ANY($2) OR r.state = 'FAILED' AND ${failsByModel})
      ORDER BY r.id FOR UPDATE OF r`,
    [campaignId, verdictsOfModels, failuresOfCalls],
  );
  return rows;
}

async function storeHalves(
  client: PoolClient,
  campaignId: string,
  packs: readonly FailedPack[],
): Promise<void> {
  const { rows: known } = await client.query<{ id: string; contentHash: string }>(
    `SELECT id, "contentHash" FROM "Sample" WHERE "campaignId" = $1`,
    [campaignId],
  );
  const sampleIds = new Map(known.map(({ id, contentHash }) => [contentHash, id]));
  const missing = new Map<string, CampaignSample>();
  const runs: PlannedRun[] = [];
  for (const pack of packs) {
    const { scenarioKey, poolKey, repetition } = pack;
    for (const half of halvesOf(pack)) {
      const sampleHash = half.contentHash;
      if (!sampleIds.has(sampleHash)) missing.set(sampleHash, half);
      const key = runKey({ campaignId, sampleHash, scenarioKey, poolKey, repetition });
      runs.push({ key, sampleHash, scenarioKey, poolKey, repetition });
    }
  }
  const stored = await storeSamples(client, campaignId, [...missing.values()], known.length);
  for (const [hash, id] of stored) sampleIds.set(hash, id);
  await storeRuns(client, campaignId, runs, {
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
