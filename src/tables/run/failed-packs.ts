import type { OperationConfiguration } from '../../graph/index.js';
import type { Connection } from '../connection.js';
import { packedSample } from '../sample/packed-sample.js';

/** A run of several configurations that failed for what is in it. */
export interface FailedPack {
  readonly runId: string;
  readonly name: string;
  readonly configurations: readonly OperationConfiguration[];
  readonly scenarioId: string;
  readonly scenarioKey: string;
  readonly poolId: string;
  readonly poolKey: string;
  readonly repetition: number;
}

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

/** Failed packs of a campaign, and locks their runs until the end of the transaction. */
export async function lockFailedPacks(connection: Connection, campaignId: string): Promise<FailedPack[]> {
  const { rows } = await connection.query<FailedPack>(
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

/** Says of runs that they are measured in parts. */
export async function markSplit(connection: Connection, runIds: readonly string[]): Promise<void> {
  await connection.query(`UPDATE "Run" SET state = 'SPLIT' WHERE id = ANY($1)`, [runIds]);
}
