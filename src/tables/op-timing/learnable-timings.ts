import type { OperationConfiguration } from '../../graph/index.js';
import type { Connection } from '../connection.js';
import type { MeasuredPlace } from '../packing-judgement/packing-judgements.js';
import { packedSample } from '../sample/packed-sample.js';

/**
 * Timings that may be learned from, of runs `r` of samples `m`: packed ones divided by the ratio where packing is steadily off, and none
 * where packed timings tell nothing. The operator is that of the configuration `k`.
 */
const learnableTimings = `"OpTiming" t
  JOIN "Run" r ON r.id = t."runId" JOIN "Sample" m ON m.id = r."sampleId"
  JOIN "Configuration" k ON k.hash = t."configurationHash"
  JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
  LEFT JOIN "PackingJudgement" j ON j."campaignId" = r."campaignId" AND j."scenarioId" = r."scenarioId"
    AND j."poolId" = r."poolId" AND j.operator = k.operator AND ${packedSample}`;
const areLearnable = `r.state = 'DONE' AND r.verdict = 'ok' AND t."meanUs" > 0 AND NOT t."sharedRow" AND j.decision IS DISTINCT FROM 'REFUSED'`;
const latencyUs = `avg(t."meanUs" / CASE WHEN j.decision = 'CORRECTED' THEN j.ratio ELSE 1 END)`;

type Place = Omit<MeasuredPlace, 'campaignId'>;

/** The mean latency, µs, of each configuration that any campaign measured in a place, by hash. */
export async function readLatencies(
  connection: Connection,
  { scenarioKey, poolKey }: Place,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await connection.query<{ hash: string; latencyUs: number }>(
    `SELECT t."configurationHash" AS hash, ${latencyUs} AS "latencyUs" FROM ${learnableTimings}
      WHERE s.key = $1 AND p.key = $2 AND t."configurationHash" = ANY($3) AND ${areLearnable}
      GROUP BY t."configurationHash"`,
    [scenarioKey, poolKey, hashes],
  );
  return new Map(rows.map((row) => [row.hash, row.latencyUs]));
}

/** A configuration, and its mean latency, µs. */
export interface MeasuredConfiguration {
  readonly hash: string;
  readonly configuration: OperationConfiguration;
  readonly latencyUs: number;
}

/** What was measured of some operators in a place, at most so many configurations; not in samples that do not belong there. */
export async function readMeasuredConfigurations(
  connection: Connection,
  { scenarioKey, poolKey }: Place,
  operators: readonly string[],
  { exceptSampleIds, most }: { readonly exceptSampleIds: readonly string[]; readonly most: number },
): Promise<MeasuredConfiguration[]> {
  const { rows } = await connection.query<MeasuredConfiguration>(
    `SELECT k.hash, k.spec AS configuration, ${latencyUs} AS "latencyUs" FROM ${learnableTimings}
      WHERE s.key = $1 AND p.key = $2 AND k.operator = ANY($3) AND ${areLearnable} AND m.id <> ALL($4::uuid[])
      GROUP BY k.hash, k.spec ORDER BY k.hash LIMIT $5`,
    [scenarioKey, poolKey, operators, exceptSampleIds, most],
  );
  return rows;
}

/** How a configuration's packed timing relates to that of its own. */
export interface PackingRatio {
  readonly scenarioId: string;
  readonly poolId: string;
  readonly operator: string;
  /** Packed to alone. */
  readonly ratio: number;
}

/** Ratios of configurations that a campaign measured both ways in a place, of operators that are not judged yet. */
export async function readPackingRatios(
  connection: Connection,
  { campaignId, scenarioKey, poolKey }: MeasuredPlace,
): Promise<PackingRatio[]> {
  const { rows } = await connection.query<PackingRatio>(
    `SELECT "scenarioId", "poolId", operator, packed / alone AS ratio
       FROM (SELECT r."scenarioId", r."poolId", k.operator, k.hash,
                    avg(t."meanUs") FILTER (WHERE ${packedSample}) AS packed,
                    avg(t."meanUs") FILTER (WHERE m.kind = 'OPERATIONS' AND NOT ${packedSample}) AS alone
               FROM "OpTiming" t JOIN "Run" r ON r.id = t."runId" JOIN "Sample" m ON m.id = r."sampleId"
               JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Pool" p ON p.id = r."poolId"
               JOIN "Configuration" k ON k.hash = t."configurationHash"
              WHERE r."campaignId" = $1 AND s.key = $2 AND p.key = $3 AND r.state = 'DONE' AND r.verdict = 'ok' AND t."meanUs" > 0 AND NOT t."sharedRow"
                -- What only unpacks weights is no configuration that anyone chose.
                AND EXISTS (SELECT 1 FROM jsonb_array_elements(k.spec->'inputs') i WHERE i->>'constant' = 'false')
                AND NOT EXISTS (SELECT 1 FROM "PackingJudgement" j WHERE j."campaignId" = $1
                      AND j."scenarioId" = r."scenarioId" AND j."poolId" = r."poolId" AND j.operator = k.operator)
              GROUP BY r."scenarioId", r."poolId", k.operator, k.hash) both_ways
      WHERE packed > 0 AND alone > 0 ORDER BY hash`,
    [campaignId, scenarioKey, poolKey],
  );
  return rows;
}
