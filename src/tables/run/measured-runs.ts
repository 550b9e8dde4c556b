import type { SampleKind } from '../../records/sample.js';
import type { Connection } from '../connection.js';
import type { PoolRow } from '../pool/pools.js';
import type { ImportedRun } from './imported-runs.js';

/** Which runs; all that have a verdict when nothing is named. */
export interface RunFilter {
  readonly scenarioKey?: string;
  readonly deviceModel?: string;
  readonly campaignId?: string;
  readonly keys?: readonly string[];
}

/** A run that has a verdict, and what it belongs to. */
export type MeasuredRunRow = Omit<ImportedRun, 'campaignId' | 'sampleId' | 'scenarioId' | 'poolId'> & {
  /** Serial number. */
  readonly phone: string | null;
  readonly commandLine: readonly string[];
  readonly conditions: unknown;
  /** SHA-256 of the benchmark tool. */
  readonly benchmarkBinary: string | null;
  readonly campaign: { readonly id: string; readonly name: string };
  readonly pool: PoolRow;
  readonly scenarioKey: string;
  readonly sample: {
    readonly hash: string;
    readonly kind: SampleKind;
    readonly name: string;
    readonly spec: unknown;
  };
};

/** Runs that are held in memory at a time. */
const runsPerFetch = 200;

/**
 * Runs in the order of their keys, some at a time, through a cursor: memory does not grow with their number. Within a transaction; gives
 * one snapshot when that is REPEATABLE READ.
 */
export async function* readMeasuredRuns(
  transaction: Connection,
  { scenarioKey, deviceModel, campaignId, keys }: RunFilter,
): AsyncGenerator<readonly MeasuredRunRow[]> {
  await transaction.query(
    `DECLARE measured_runs NO SCROLL CURSOR FOR SELECT r.id, r.key, r.repetition, s.key AS "scenarioKey",
       json_build_object('id', c.id, 'name', c.name) AS campaign,
       json_build_object('key', p.key, 'deviceModel', p."deviceModel", 'socModel', p."socModel",
         'buildFingerprint', p."buildFingerprint") AS pool,
       json_build_object('hash', m."contentHash", 'kind', m.kind, 'name', m.name, 'spec', m.spec) AS sample,
       r.verdict, r."verdictReason", r."clockSource", r."startedAt", r."finishedAt", r."initUs", r."firstInferenceUs",
       r."warmupMeanUs", r."inferenceMeanUs", r."inferenceStdUs", r."inferenceMinUs", r."inferenceMaxUs", r."inferenceCount",
       r."operationSumUs", d."serialNumber" AS phone, r."commandLine", r.conditions, r."benchmarkBinarySha256" AS "benchmarkBinary"
     FROM "Run" r JOIN "Campaign" c ON c.id = r."campaignId" JOIN "Pool" p ON p.id = r."poolId"
     JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Sample" m ON m.id = r."sampleId"
     LEFT JOIN "Phone" d ON d.id = r."phoneId"
     WHERE r.state = 'DONE' AND r.verdict IS NOT NULL AND ($1::text IS NULL OR s.key = $1)
       AND ($2::text IS NULL OR p."deviceModel" = $2) AND ($3::uuid IS NULL OR c.id = $3)
       AND ($4::text[] IS NULL OR r.key = ANY($4))
     ORDER BY r.key`,
    [scenarioKey, deviceModel, campaignId, keys].map((value) => value ?? null),
  );
  for (;;) {
    const { rows } = await transaction.query<MeasuredRunRow>(`FETCH ${runsPerFetch} FROM measured_runs`);
    if (rows.length === 0) break;
    yield rows;
  }
  await transaction.query('CLOSE measured_runs');
}
