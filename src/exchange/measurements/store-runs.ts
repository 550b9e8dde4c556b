import { randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';

import type { PoolClient } from 'pg';

import { canonicalJson, sha256Hex } from '../../graph/canonical-json.js';
import { insertRows } from '../../platform/database/index.js';
import { scenarioColumns } from '../../records/scenario-columns.js';
import type { MeasuredOperation, MeasuredRun, RunResult } from './measured-run.js';

/** Runs that go into the database with one statement a table. */
const runsPerInsert = 2_000;

/** A run to store, and the text it was made from where there is one. */
export interface RunToStore {
  readonly run: MeasuredRun;
  readonly source?: string;
}

/**
 * Only one import at a time: two at once could make the same rows. Held to the end of the transaction.
 */
export async function lockImports(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('latency-farm imports'))`);
}

/**
 * Stores runs that are not there yet, with the campaigns, scenarios, pools and samples that are not there yet either. Their campaigns
 * are DONE: nobody is going to run anything for them.
 */
export async function storeRuns(
  client: PoolClient,
  runs: readonly RunToStore[],
  owner: string,
): Promise<void> {
  for (let begin = 0; begin < runs.length; begin += runsPerInsert) {
    await storeChunk(client, runs.slice(begin, begin + runsPerInsert), owner);
  }
}

async function storeChunk(client: PoolClient, runs: readonly RunToStore[], owner: string): Promise<void> {
  const measured = runs.map(({ run }) => run);
  await storeCampaigns(client, measured, owner);
  const ids = {
    scenarios: await storeScenarios(client, measured),
    pools: await storePools(client, measured),
    samples: await storeSamples(client, measured),
    runs: new Map(measured.map(({ key }) => [key, randomUUID() as string])),
  };
  await insertRows(client, { table: 'Run', columns: runColumns(measured, ids) });
  await storeSources(client, runs, ids.runs);
  await storeOperations(client, measured, ids.runs);
}

type Ids = ReadonlyMap<string, string>;

function runColumns(
  runs: readonly MeasuredRun[],
  ids: { readonly scenarios: Ids; readonly pools: Ids; readonly samples: Ids; readonly runs: Ids },
) {
  const result = (name: keyof RunResult) => runs.map((run) => run.result[name]);
  const times = [
    'initUs',
    'firstInferenceUs',
    'warmupMeanUs',
    'inferenceMeanUs',
    'inferenceStdUs',
    'inferenceMinUs',
    'inferenceMaxUs',
    'operationSumUs',
  ] as const;
  const timeColumns = times.map(
    (name) => [name, { type: 'double precision', values: result(name) }] as const,
  );
  return {
    id: { type: 'uuid', values: runs.map(({ key }) => ids.runs.get(key)) },
    key: { type: 'text', values: runs.map(({ key }) => key) },
    campaignId: { type: 'uuid', values: runs.map(({ campaign }) => campaign.id) },
    sampleId: { type: 'uuid', values: runs.map((run) => ids.samples.get(sampleKey(run))) },
    scenarioId: { type: 'uuid', values: runs.map(({ scenarioKey }) => ids.scenarios.get(scenarioKey)) },
    poolId: { type: 'uuid', values: runs.map(({ pool }) => ids.pools.get(pool.key)) },
    repetition: { type: 'integer', values: runs.map(({ repetition }) => repetition) },
    state: { type: { enum: 'RunState' }, values: runs.map(() => 'DONE') },
    verdict: { type: 'text', values: result('verdict') },
    verdictReason: { type: 'text', values: result('verdictReason') },
    clockSource: { type: 'text', values: result('clockSource') },
    startedAt: { type: 'timestamptz', values: result('startedAt') },
    finishedAt: { type: 'timestamptz', values: result('finishedAt') },
    inferenceCount: { type: 'integer', values: result('inferenceCount') },
    ...Object.fromEntries(timeColumns),
  } as const;
}

async function storeCampaigns(
  client: PoolClient,
  runs: readonly MeasuredRun[],
  owner: string,
): Promise<void> {
  const campaigns = distinct(runs, ({ campaign }) => campaign.id).map(({ campaign }) => campaign);
  const spec = { imported: owner };
  await insertRows(client, {
    table: 'Campaign',
    skipExisting: true,
    columns: {
      id: { type: 'uuid', values: campaigns.map(({ id }) => id) },
      name: { type: 'text', values: campaigns.map(({ name }) => name) },
      owner: { type: 'text', values: campaigns.map(() => owner) },
      state: { type: { enum: 'CampaignState' }, values: campaigns.map(() => 'DONE') },
      stateReason: { type: 'text', values: campaigns.map(() => 'imported') },
      seed: { type: 'integer', values: campaigns.map(() => 0) },
      spec: { type: 'jsonb', values: campaigns.map(() => JSON.stringify(spec)) },
      specHash: { type: 'text', values: campaigns.map(() => sha256Hex(canonicalJson(spec))) },
    },
  });
}

async function storeScenarios(client: PoolClient, runs: readonly MeasuredRun[]): Promise<Ids> {
  const keys = distinct(runs, ({ scenarioKey }) => scenarioKey).map(({ scenarioKey }) => scenarioKey);
  await insertRows(client, {
    table: 'Scenario',
    skipExisting: true,
    columns: {
      id: { type: 'uuid', values: keys.map(() => randomUUID()) },
      ...scenarioColumns(keys),
    },
  });
  return idsByKey(client, 'Scenario', keys);
}

async function storePools(client: PoolClient, runs: readonly MeasuredRun[]): Promise<Ids> {
  const pools = distinct(runs, ({ pool }) => pool.key).map(({ pool }) => pool);
  await insertRows(client, {
    table: 'Pool',
    skipExisting: true,
    columns: {
      id: { type: 'uuid', values: pools.map(() => randomUUID()) },
      key: { type: 'text', values: pools.map(({ key }) => key) },
      deviceModel: { type: 'text', values: pools.map(({ deviceModel }) => deviceModel) },
      socModel: { type: 'text', values: pools.map(({ socModel }) => socModel) },
      buildFingerprint: { type: 'text', values: pools.map(({ buildFingerprint }) => buildFingerprint) },
    },
  });
  return idsByKey(
    client,
    'Pool',
    pools.map(({ key }) => key),
  );
}

async function idsByKey(
  client: PoolClient,
  table: 'Pool' | 'Scenario',
  keys: readonly string[],
): Promise<Ids> {
  const { rows } = await client.query<{ id: string; key: string }>(
    `SELECT id, key FROM "${table}" WHERE key = ANY($1)`,
    [keys],
  );
  return new Map(rows.map(({ id, key }) => [key, id]));
}

function sampleKey({ campaign, sample }: MeasuredRun): string {
  return `${campaign.id} ${sample.hash}`;
}

/** Ids of samples by {@link sampleKey}. Those that are made stand behind their campaign's others, in the order of the runs. */
async function storeSamples(client: PoolClient, runs: readonly MeasuredRun[]): Promise<Ids> {
  const samples = distinct(runs, sampleKey);
  await client.query(
    `INSERT INTO "Sample" (id, "campaignId", ordinal, kind, name, "contentHash", spec)
     SELECT gen_random_uuid(), n."campaignId",
       coalesce((SELECT max(o.ordinal) + 1 FROM "Sample" o WHERE o."campaignId" = n."campaignId"), 0)
         + row_number() OVER (PARTITION BY n."campaignId" ORDER BY n.place)::int - 1,
       n.kind, n.name, n.hash, n.spec
     FROM unnest($1::uuid[], $2::"SampleKind"[], $3::text[], $4::text[], $5::jsonb[])
       WITH ORDINALITY AS n("campaignId", kind, name, hash, spec, place)
     WHERE NOT EXISTS (SELECT FROM "Sample" o WHERE o."campaignId" = n."campaignId" AND o."contentHash" = n.hash)`,
    [
      samples.map(({ campaign }) => campaign.id),
      samples.map(({ sample }) => sample.kind),
      samples.map(({ sample }) => sample.name),
      samples.map(({ sample }) => sample.hash),
      samples.map(({ sample }) => JSON.stringify(sample.spec)),
    ],
  );
  const { rows } = await client.query<{ id: string; campaignId: string; hash: string }>(
    `SELECT id, "campaignId", "contentHash" AS hash FROM "Sample" WHERE "campaignId" = ANY($1) AND "contentHash" = ANY($2)`,
    [[...new Set(samples.map(({ campaign }) => campaign.id))], samples.map(({ sample }) => sample.hash)],
  );
  return new Map(rows.map(({ id, campaignId, hash }) => [`${campaignId} ${hash}`, id]));
}

/** What a run was made from takes the place of a tool's output. */
async function storeSources(client: PoolClient, runs: readonly RunToStore[], runIds: Ids): Promise<void> {
  const told = runs.flatMap(({ run, source }) => (source === undefined ? [] : [{ key: run.key, source }]));
  await insertRows(client, {
    table: 'RunOutput',
    columns: {
      runId: { type: 'uuid', values: told.map(({ key }) => runIds.get(key)) },
      exitCode: { type: 'integer', values: told.map(() => 0) },
      stdoutGzip: { type: 'bytea', values: told.map(({ source }) => gzipSync(source)) },
      stderrGzip: { type: 'bytea', values: told.map(() => gzipSync('')) },
    },
  });
}

async function storeOperations(client: PoolClient, runs: readonly MeasuredRun[], runIds: Ids): Promise<void> {
  const timings = runs.flatMap(({ key, operations }) =>
    operations.map((operation) => ({ runId: runIds.get(key), ...operation })),
  );
  await storeConfigurations(client, timings);
  const values = (name: keyof MeasuredOperation) => timings.map((timing) => timing[name]);
  await insertRows(client, {
    table: 'OpTiming',
    columns: {
      runId: { type: 'uuid', values: timings.map(({ runId }) => runId) },
      ordinal: { type: 'integer', values: values('ordinal') },
      operationIndex: { type: 'integer', values: values('operationIndex') },
      operator: { type: 'text', values: values('operator') },
      kernel: { type: 'text', values: values('kernel') },
      configurationHash: {
        type: 'text',
        values: timings.map(({ configuration }) => configuration?.hash ?? null),
      },
      meanUs: { type: 'double precision', values: values('meanUs') },
      stdUs: { type: 'double precision', values: values('stdUs') },
      firstUs: { type: 'double precision', values: values('firstUs') },
      count: { type: 'integer', values: values('count') },
      sharedRow: { type: 'boolean', values: values('sharedRow') },
    },
  });
}

/** In the order of their hashes, as workers store theirs: who stores the same ones at once then waits, not in a ring. */
async function storeConfigurations(
  client: PoolClient,
  operations: readonly MeasuredOperation[],
): Promise<void> {
  const found = operations.flatMap(({ configuration }) => configuration ?? []);
  const sorted = distinct(found, ({ hash }) => hash).sort((a, b) => (a.hash < b.hash ? -1 : 1));
  await insertRows(client, {
    table: 'Configuration',
    skipExisting: true,
    columns: {
      hash: { type: 'text', values: sorted.map(({ hash }) => hash) },
      operator: { type: 'text', values: sorted.map(({ spec }) => spec.operator) },
      spec: { type: 'jsonb', values: sorted.map(({ spec }) => JSON.stringify(spec)) },
    },
  });
}

/** The first of each key, in their order. */
function distinct<Value>(values: readonly Value[], keyOf: (value: Value) => string): Value[] {
  const first = new Map<string, Value>();
  for (const value of values) if (!first.has(keyOf(value))) first.set(keyOf(value), value);
  return [...first.values()];
}
