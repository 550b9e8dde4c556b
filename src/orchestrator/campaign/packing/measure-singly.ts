import type { PoolClient } from 'pg';
import { z } from 'zod';

import type { OperationConfiguration } from '../../../graph/index.js';
import { inTransaction } from '../../../platform/database/index.js';
import type { Database } from '../../../platform/database/index.js';
import { planRuns } from '../plan.js';
import { campaignSample } from '../samples/campaign-sample.js';
import { storeRuns, storeSamples } from '../store-runs.js';
import { checksWanted } from './checks-wanted.js';
import { judgePlacePacking, packedSample } from './judgements.js';
import type { MeasuredPlace } from './judgements.js';

const specSchema = z.looseObject({
  operations: z.array(z.looseObject({ checkPacking: z.number().optional() })).default([]),
  scenarios: z.array(z.string()).default([]),
  active: z.unknown().optional(),
  repetitions: z.number().default(1),
});

/**
 * When all runs of a campaign that checks its packing are over: judges it, and plans to measure singly what turned out not to bear being
 * packed. Nothing happens to active campaigns, whose rounds see to it, and nothing the second time.
 */
export async function settlePacking(database: Database, campaignId: string): Promise<void> {
  const { spec } = await database.prisma.campaign.findUniqueOrThrow({
    where: { id: campaignId },
    select: { spec: true },
  });
  const { data } = specSchema.safeParse(spec);
  if (data === undefined || data.active !== undefined) return;
  if (data.operations.every(({ checkPacking }) => checksWanted(checkPacking, data.scenarios) === 0)) return;
  for (const place of await finishedPlaces(database, campaignId)) {
    await judgePlacePacking(database, place, { final: true });
    await measureRefusedSingly(database, place, data.repetitions);
  }
}

/** None while any run of the campaign is open. */
async function finishedPlaces(database: Database, campaignId: string): Promise<MeasuredPlace[]> {
  const { rows } = await database.pool.query<MeasuredPlace>(
    `SELECT r."campaignId", s.key AS "scenarioKey", p.key AS "poolKey"
       FROM "Run" r JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
      WHERE r."campaignId" = $1
        AND NOT EXISTS (SELECT 1 FROM "Run" o WHERE o."campaignId" = $1 AND o.state IN ('PENDING', 'RUNNING'))
      GROUP BY r."campaignId", s.key, p.key`,
    [campaignId],
  );
  return rows;
}

interface RefusedConfiguration {
  readonly configuration: OperationConfiguration;
  readonly scenarioId: string;
  readonly poolId: string;
}

async function measureRefusedSingly(
  database: Database,
  { campaignId, scenarioKey, poolKey }: MeasuredPlace,
  repetitions: number,
): Promise<void> {
  await inTransaction(database.pool, async (client) => {
    const { rowCount } = await client.query(
      `SELECT 1 FROM "Campaign" WHERE id = $1 AND state = 'RUNNING' FOR UPDATE`,
      [campaignId],
    );
    if (rowCount === 0) return;
    const refused = await refusedConfigurations(client, campaignId, scenarioKey, poolKey);
    const [first] = refused;
    if (first === undefined) return;
    const samples = refused.map(({ configuration }) => {
      return campaignSample(`${configuration.operator} alone`, {
        kind: 'operations',
        configurations: [configuration],
      });
    });
    const known = await client.query<{ id: string; contentHash: string }>(
      `SELECT id, "contentHash" FROM "Sample" WHERE "campaignId" = $1`,
      [campaignId],
    );
    const sampleIds = new Map(known.rows.map(({ id, contentHash }) => [contentHash, id]));
    const missing = samples.filter(({ contentHash }) => !sampleIds.has(contentHash));
    const stored = await storeSamples(client, campaignId, missing, known.rows.length);
    for (const [hash, id] of stored) sampleIds.set(hash, id);
    const runs = planRuns({
      ...{ campaignId, repetitions },
      samples: samples.map(({ contentHash }) => ({ contentHash, scenarioKeys: [scenarioKey] })),
      poolKeys: [poolKey],
    });
    await storeRuns(client, campaignId, runs, {
      sampleIds,
      scenarioIds: new Map([[scenarioKey, first.scenarioId]]),
      poolIds: new Map([[poolKey, first.poolId]]),
    });
  });
}

/** Everything of refused operators that the campaign has packed. */
async function refusedConfigurations(
  client: PoolClient,
  campaignId: string,
  scenarioKey: string,
  poolKey: string,
): Promise<RefusedConfiguration[]> {
  const { rows } = await client.query<RefusedConfiguration>(
    `SELECT DISTINCT ON (c.configuration) c.configuration, j."scenarioId", j."poolId"
       FROM "PackingJudgement" j JOIN "Scenario" s ON s.id = j."scenarioId" JOIN "Pool" p ON p.id = j."poolId"
       JOIN "Sample" m ON m."campaignId" = j."campaignId" AND ${packedSample}
       CROSS JOIN LATERAL jsonb_array_elements(m.spec->'configurations') AS c(configuration)
      WHERE j."campaignId" = $1 AND s.key = $2 AND p.key = $3 AND j.decision = 'REFUSED'
        AND c.configuration->>'operator' = j.operator`,
    [campaignId, scenarioKey, poolKey],
  );
  return rows;
}
