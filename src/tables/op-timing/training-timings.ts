import type { OperationConfiguration } from '../../graph/index.js';
import type { Connection } from '../connection.js';
import { areLearnable, placeParameters, runsJoined } from '../learnable-runs.js';
import type { RunPlaces } from '../learnable-runs.js';
import { packedSample } from '../sample/packed-sample.js';

/** An op timing to learn from, with what was timed. */
export interface TrainingTiming {
  readonly configurationHash: string;
  readonly spec: OperationConfiguration;
  readonly operator: string;
  readonly kernel: string | null;
  /** Of a packed sample divided by the ratio where packing is steadily off. */
  readonly meanUs: number;
  /** Of the sample. */
  readonly contentHash: string;
  readonly ordinal: number;
}

/** Rows that one FETCH brings from the cursor. */
const rowsPerFetch = 5_000;

/**
 * Op timings to learn from, through a cursor: memory does not grow with their number. In a transaction. Left out is what stands for several
 * executions, and what was packed where packed timings tell nothing.
 */
export async function* readTrainingTimings(
  transaction: Connection,
  places: RunPlaces,
): AsyncGenerator<readonly TrainingTiming[]> {
  await transaction.query(
    `DECLARE timings NO SCROLL CURSOR FOR SELECT t."configurationHash", c.spec, t.operator, t.kernel, m."contentHash", t.ordinal,
       t."meanUs" / CASE WHEN j.decision = 'CORRECTED' THEN j.ratio ELSE 1 END AS "meanUs" FROM ${runsJoined}
     JOIN "OpTiming" t ON t."runId" = r.id JOIN "Configuration" c ON c.hash = t."configurationHash"
     LEFT JOIN "PackingJudgement" j ON j."campaignId" = r."campaignId" AND j."scenarioId" = r."scenarioId"
       AND j."poolId" = r."poolId" AND j.operator = c.operator AND ${packedSample}
     WHERE ${areLearnable} AND t."meanUs" > 0 AND NOT t."sharedRow" AND j.decision IS DISTINCT FROM 'REFUSED'
     ORDER BY t."configurationHash", t.kernel, "meanUs", m."contentHash", t.ordinal`,
    placeParameters(places),
  );
  for (;;) {
    const { rows } = await transaction.query<TrainingTiming>(`FETCH ${rowsPerFetch} FROM timings`);
    if (rows.length === 0) break;
    yield rows;
  }
  await transaction.query('CLOSE timings');
}

/** Mean times, µs, of the operations of runs of one network, by index of the operation in its graph. */
export async function readOperationTimes(
  connection: Connection,
  runIds: readonly string[],
): Promise<ReadonlyMap<number, number>> {
  const { rows } = await connection.query<{ operationIndex: number; meanUs: number }>(
    `SELECT "operationIndex", sum("meanUs") / $2 AS "meanUs" FROM "OpTiming"
      WHERE "runId" = ANY($1::uuid[]) AND "operationIndex" IS NOT NULL GROUP BY "operationIndex"`,
    [runIds, runIds.length],
  );
  return new Map(rows.map(({ operationIndex, meanUs }) => [operationIndex, meanUs]));
}
