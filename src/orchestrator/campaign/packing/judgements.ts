import type { Database, SqlDatabase } from '../../../platform/database/index.js';
import { groupBy } from '../group-by.js';
import { fewestChecks, judgePacking } from './judge-packing.js';
import type { PackingVerdict } from './judge-packing.js';

/** What a campaign found of packing one operator in one scenario on one pool. */
export interface PackingJudgementRow extends PackingVerdict {
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly operator: string;
}

/** What a campaign found of packing, so far: scenario by scenario, pool by pool. */
export async function packingJudgements(
  database: SqlDatabase,
  campaignId: string,
): Promise<PackingJudgementRow[]> {
  const { rows } = await database.pool.query<PackingJudgementRow>(
    `SELECT s.key AS "scenarioKey", p.key AS "poolKey", j.operator, j.decision, j.ratio, j.spread, j.configurations
       FROM "PackingJudgement" j JOIN "Scenario" s ON s.id = j."scenarioId" JOIN "Pool" p ON p.id = j."poolId"
      WHERE j."campaignId" = $1 ORDER BY s.key, p.key, j.operator`,
    [campaignId],
  );
  return rows;
}

interface Ratio {
  readonly scenarioId: string;
  readonly poolId: string;
  readonly operator: string;
  readonly ratio: number;
}

/** Whether a sample `m` holds several configurations. */
export const packedSample = `(m.kind = 'OPERATIONS' AND jsonb_array_length(m.spec->'configurations') > 1)`;

/** A scenario on a pool, in which a campaign measures. */
export interface MeasuredPlace {
  readonly campaignId: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
}

/**
 * Judges packing for every operator of which a campaign measured enough configurations in a place both packed and alone, and keeps the
 * judgement: what was decided once is not decided anew. When no more are to come (`final`), fewer decide too: against packing.
 */
export async function judgePlacePacking(
  database: Database,
  { campaignId, scenarioKey, poolKey }: MeasuredPlace,
  { final = false } = {},
): Promise<void> {
  const { rows } = await database.pool.query<Ratio>(
    `SELECT "scenarioId", "poolId", operator, packed / alone AS ratio
       FROM (SELECT r."scenarioId", r."poolId", k.operator, k.hash,
                    avg(t."meanUs") FILTER (WHERE ${packedSample}) AS packed,
                    avg(t."meanUs") FILTER (WHERE m.kind = 'OPERATIONS' AND NOT ${packedSample}) AS alone
               FROM "Run" r JOIN "Sample" m ON m.id = r."sampleId"
               JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
               JOIN "OpTiming" t ON t."runId" = r.id JOIN "Configuration" k ON k.hash = t."configurationHash"
              WHERE r."campaignId" = $1 AND s.key = $2 AND p.key = $3 AND r.state = 'DONE' AND r.verdict = 'ok' AND t."meanUs" > 0 AND NOT t."sharedRow"
                -- What only unpacks weights is no configuration that anyone chose.
                AND EXISTS (SELECT 1 FROM jsonb_array_elements(k.spec->'inputs') i WHERE i->>'constant' = 'false')
                AND NOT EXISTS (SELECT 1 FROM "PackingJudgement" j WHERE j."campaignId" = $1
                      AND j."scenarioId" = r."scenarioId" AND j."poolId" = r."poolId" AND j.operator = k.operator)
              GROUP BY r."scenarioId", r."poolId", k.operator, k.hash) both_ways
      WHERE packed > 0 AND alone > 0 ORDER BY hash`,
    [campaignId, scenarioKey, poolKey],
  );
  const groups = groupBy(rows, ({ operator }) => operator);
  for (const ratios of groups.values()) {
    const [first] = ratios;
    if (first === undefined || (ratios.length < fewestChecks && !final)) continue;
    const verdict = judgePacking(ratios.map(({ ratio }) => ratio));
    await storeJudgement(database, campaignId, first, verdict);
  }
}

async function storeJudgement(
  database: Database,
  campaignId: string,
  { scenarioId, poolId, operator }: Ratio,
  { decision, ratio, spread, configurations }: PackingVerdict,
): Promise<void> {
  await database.pool.query(
    `INSERT INTO "PackingJudgement" ("campaignId", "scenarioId", "poolId", operator, decision, ratio, spread, configurations)
     VALUES ($1, $2, $3, $4, $5::"PackingDecision", $6, $7, $8) ON CONFLICT DO NOTHING`,
    [campaignId, scenarioId, poolId, operator, decision, ratio, spread, configurations],
  );
}
