import { randomUUID } from 'node:crypto';

import type { PoolClient } from 'pg';

import { canonicalJson, sha256Hex } from '../../graph/canonical-json.js';
import { storeImportedCampaigns } from '../../tables/campaign/store-campaign.js';
import { storeConfigurations } from '../../tables/configuration/configurations.js';
import { storeOpTimings } from '../../tables/op-timing/op-timing-rows.js';
import { storePools } from '../../tables/pool/pools.js';
import { storeSources } from '../../tables/run-output/run-output.js';
import { storeImportedRuns } from '../../tables/run/imported-runs.js';
import { storeImportedSamples } from '../../tables/sample/imported-samples.js';
import { storeScenarios } from '../../tables/scenario/scenarios.js';
import type { MeasuredRun } from './measured-run.js';

/** Runs that go into the database with one statement a table. */
const runsPerInsert = 2_000;

/** A run to store, and the text it was made from where there is one. */
export interface RunToStore {
  readonly run: MeasuredRun;
  readonly source?: string;
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
  const spec = { imported: owner };
  await storeImportedCampaigns(
    client,
    distinct(measured, ({ campaign }) => campaign.id).map(({ campaign }) => campaign),
    { owner, spec, specHash: sha256Hex(canonicalJson(spec)) },
  );
  const scenarioIds = await storeScenarios(client, [
    ...new Set(measured.map(({ scenarioKey }) => scenarioKey)),
  ]);
  const pools = distinct(measured, ({ pool }) => pool.key).map(({ pool }) => pool);
  const poolIds = await storePools(client, pools);
  const sampleIds = await storeSamples(client, measured);
  const stored = measured.map((run) => ({
    ...{ id: randomUUID(), key: run.key, campaignId: run.campaign.id },
    sampleId: sampleIds.get(sampleKey(run)),
    scenarioId: scenarioIds.get(run.scenarioKey),
    poolId: poolIds.get(run.pool.key),
    repetition: run.repetition,
    ...run.result,
  }));
  await storeImportedRuns(client, stored);
  const runIds = new Map(stored.map(({ key, id }) => [key, id]));
  await storeSources(
    client,
    runs.flatMap(({ run, source }) =>
      source === undefined ? [] : [{ runId: runIds.get(run.key) as string, source }],
    ),
  );
  await storeOperations(client, measured, runIds);
}

function sampleKey({ campaign, sample }: MeasuredRun): string {
  return `${campaign.id} ${sample.hash}`;
}

/** Ids of samples by {@link sampleKey}. */
async function storeSamples(
  client: PoolClient,
  runs: readonly MeasuredRun[],
): Promise<ReadonlyMap<string, string>> {
  const samples = distinct(runs, sampleKey).map(({ campaign, sample }) => ({
    campaignId: campaign.id,
    ...sample,
  }));
  const stored = await storeImportedSamples(client, samples);
  return new Map(stored.map(({ id, campaignId, hash }) => [`${campaignId} ${hash}`, id]));
}

async function storeOperations(
  client: PoolClient,
  runs: readonly MeasuredRun[],
  runIds: ReadonlyMap<string, string>,
): Promise<void> {
  const operations = runs.flatMap((run) => run.operations);
  await storeConfigurations(
    client,
    operations.flatMap(({ configuration }) => configuration ?? []),
  );
  const timings = runs.flatMap(({ key, operations: own }) =>
    own.map(({ configuration, ...timing }) => ({
      ...{ runId: runIds.get(key) as string, configurationHash: configuration?.hash ?? null },
      ...timing,
    })),
  );
  await storeOpTimings(client, timings);
}

/** The first of each key, in their order. */
function distinct<Value>(values: readonly Value[], keyOf: (value: Value) => string): Value[] {
  const first = new Map<string, Value>();
  for (const value of values) if (!first.has(keyOf(value))) first.set(keyOf(value), value);
  return [...first.values()];
}
