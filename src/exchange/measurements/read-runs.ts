import type { PoolClient } from 'pg';

import type { OperationConfiguration } from '../../graph/index.js';
import type { MeasuredOperation, MeasuredRun, RunResult } from './measured-run.js';

/** Which runs; all that have a verdict when nothing is named. */
export interface RunFilter {
  readonly scenarioKey?: string;
  readonly deviceModel?: string;
  readonly campaignId?: string;
  readonly keys?: readonly string[];
}

/** Runs that are held in memory at a time. */
const runsPerFetch = 200;

type RunRow = Omit<MeasuredRun, 'operations' | 'result'> & RunResult & { readonly id: string };

type TimingRow = Omit<MeasuredOperation, 'configuration'> & {
  readonly runId: string;
  readonly hash: string | null;
};

const selectRuns = `SELECT r.id, r.key, r.repetition, s.key AS "scenarioKey",
    json_build_object('id', c.id, 'name', c.name) AS campaign,
    json_build_object('key', p.key, 'deviceModel', p."deviceModel", 'socModel', p."socModel",
      'buildFingerprint', p."buildFingerprint") AS pool,
    json_build_object('hash', m."contentHash", 'kind', m.kind, 'name', m.name, 'spec', m.spec) AS sample,
    r.verdict, r."verdictReason", r."clockSource", r."startedAt", r."finishedAt", r."initUs", r."firstInferenceUs",
    r."warmupMeanUs", r."inferenceMeanUs", r."inferenceStdUs", r."inferenceMinUs", r."inferenceMaxUs", r."inferenceCount",
    r."operationSumUs"
  FROM "Run" r JOIN "Campaign" c ON c.id = r."campaignId" JOIN "Pool" p ON p.id = r."poolId"
  JOIN "Scenario" s ON s.id = r."scenarioId" JOIN "Sample" m ON m.id = r."sampleId"
  WHERE r.state = 'DONE' AND r.verdict IS NOT NULL AND ($1::text IS NULL OR s.key = $1)
    AND ($2::text IS NULL OR p."deviceModel" = $2) AND ($3::uuid IS NULL OR c.id = $3)
    AND ($4::text[] IS NULL OR r.key = ANY($4))
  ORDER BY r.key`;

/**
 * Reads runs in the order of their keys, some at a time, through a cursor: memory does not grow with their number. The client
 * has to be within a transaction, and gives one snapshot when that is REPEATABLE READ.
 */
export async function* readRuns(
  client: PoolClient,
  filter: RunFilter,
): AsyncGenerator<readonly MeasuredRun[]> {
  const { scenarioKey = null, deviceModel = null, campaignId = null, keys = null } = filter;
  await client.query(`DECLARE measured_runs NO SCROLL CURSOR FOR ${selectRuns}`, [
    scenarioKey,
    deviceModel,
    campaignId,
    keys,
  ]);
  for (;;) {
    const { rows } = await client.query<RunRow>(`FETCH ${runsPerFetch} FROM measured_runs`);
    if (rows.length === 0) break;
    yield await withOperations(client, rows);
  }
  await client.query('CLOSE measured_runs');
}

async function withOperations(client: PoolClient, runs: readonly RunRow[]): Promise<MeasuredRun[]> {
  const { rows: timings } = await client.query<TimingRow>(
    `SELECT "runId", ordinal, "operationIndex", operator, kernel, "configurationHash" AS hash, "meanUs", "stdUs", "firstUs", count, "sharedRow"
     FROM "OpTiming" WHERE "runId" = ANY($1) ORDER BY "runId", ordinal`,
    [runs.map(({ id }) => id)],
  );
  const specs = await readSpecs(client, timings);
  const byRun = new Map<string, MeasuredOperation[]>();
  for (const { runId, hash, ...timing } of timings) {
    const spec = hash === null ? undefined : specs.get(hash);
    const configuration = hash === null || spec === undefined ? null : { hash, spec };
    const operations = byRun.get(runId) ?? [];
    byRun.set(runId, operations);
    operations.push({ ...timing, configuration });
  }
  return runs.map(({ id, key, campaign, pool, scenarioKey, sample, repetition, ...result }) => {
    return { key, campaign, pool, scenarioKey, sample, repetition, result, operations: byRun.get(id) ?? [] };
  });
}

async function readSpecs(
  client: PoolClient,
  timings: readonly TimingRow[],
): Promise<ReadonlyMap<string, OperationConfiguration>> {
  const hashes = new Set(timings.flatMap(({ hash }) => hash ?? []));
  const { rows } = await client.query<{ hash: string; spec: OperationConfiguration }>(
    'SELECT hash, spec FROM "Configuration" WHERE hash = ANY($1)',
    [[...hashes]],
  );
  return new Map(rows.map(({ hash, spec }) => [hash, spec]));
}
