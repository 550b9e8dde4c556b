import type { OperationConfiguration } from '../../graph/index.js';
import type { PackingDecision } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';
import { packedSample } from '../sample/packed-sample.js';

/** A scenario on a pool, in which a campaign measures. */
export interface MeasuredPlace {
  readonly campaignId: string;
  readonly scenarioKey: string;
  readonly poolKey: string;
}

/** What a campaign found of packing one operator in one scenario on one pool. */
export interface PackingJudgementRow {
  readonly scenarioKey: string;
  readonly poolKey: string;
  readonly operator: string;
  readonly decision: PackingDecision;
  readonly ratio: number;
  readonly spread: number;
  readonly configurations: number;
}

/** What a campaign found of packing, so far: scenario by scenario, pool by pool. */
export async function readJudgements(
  connection: Connection,
  campaignId: string,
): Promise<PackingJudgementRow[]> {
  const { rows } = await connection.query<PackingJudgementRow>(
    `SELECT s.key AS "scenarioKey", p.key AS "poolKey", j.operator, j.decision, j.ratio, j.spread, j.configurations
       FROM "PackingJudgement" j JOIN "Scenario" s ON s.id = j."scenarioId" JOIN "Pool" p ON p.id = j."poolId"
      WHERE j."campaignId" = $1 ORDER BY s.key, p.key, j.operator`,
    [campaignId],
  );
  return rows;
}

/** Keeps a judgement: one that is there already stays. */
export async function storeJudgement(
  connection: Connection,
  place: { readonly campaignId: string; readonly scenarioId: string; readonly poolId: string },
  { operator, decision, ratio, spread, configurations }: Omit<PackingJudgementRow, 'scenarioKey' | 'poolKey'>,
): Promise<void> {
  await connection.query(
    `INSERT INTO "PackingJudgement" ("campaignId", "scenarioId", "poolId", operator, decision, ratio, spread, configurations)
     VALUES ($1, $2, $3, $4, $5::"PackingDecision", $6, $7, $8) ON CONFLICT DO NOTHING`,
    [
      ...[place.campaignId, place.scenarioId, place.poolId],
      ...[operator, decision, ratio, spread, configurations],
    ],
  );
}

/** A configuration that does not bear being packed. */
export interface RefusedConfiguration {
  readonly configuration: OperationConfiguration;
  readonly scenarioId: string;
  readonly poolId: string;
}

/** Everything of refused operators that the campaign has packed. */
export async function readRefusedConfigurations(
  connection: Connection,
  { campaignId, scenarioKey, poolKey }: MeasuredPlace,
): Promise<RefusedConfiguration[]> {
  const { rows } = await connection.query<RefusedConfiguration>(
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
