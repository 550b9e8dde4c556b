import { randomUUID } from 'node:crypto';

import type { PoolClient } from 'pg';

import { insertRows } from '../../platform/database/index.js';
import type { PlannedRun } from './plan.js';
import type { CampaignSample } from './samples/campaign-sample.js';

/** Ids of what runs refer to, by content hash or key. */
export interface RunReferences {
  readonly sampleIds: ReadonlyMap<string, string>;
  readonly scenarioIds: ReadonlyMap<string, string>;
  readonly poolIds: ReadonlyMap<string, string>;
}

/** Stores runs of a campaign. A run that is there already stays as it is. */
export async function storeRuns(
  client: PoolClient,
  id: string,
  runs: readonly PlannedRun[],
  { sampleIds, scenarioIds, poolIds }: RunReferences,
): Promise<void> {
  await insertRows(client, {
    table: 'Run',
    skipExisting: true,
    columns: {
      id: { type: 'uuid', values: runs.map(() => randomUUID()) },
      key: { type: 'text', values: runs.map(({ key }) => key) },
      campaignId: { type: 'uuid', values: runs.map(() => id) },
      sampleId: { type: 'uuid', values: runs.map(({ sampleHash }) => sampleIds.get(sampleHash)) },
      scenarioId: { type: 'uuid', values: runs.map(({ scenarioKey }) => scenarioIds.get(scenarioKey)) },
      poolId: { type: 'uuid', values: runs.map(({ poolKey }) => poolIds.get(poolKey)) },
      repetition: { type: 'integer', values: runs.map(({ repetition }) => repetition) },
    },
  });
}

/** Ids of the stored samples by content hash. Their ordinals go on from `firstOrdinal`. */
export async function storeSamples(
  client: PoolClient,
  campaignId: string,
  samples: readonly CampaignSample[],
  firstOrdinal = 0,
): Promise<ReadonlyMap<string, string>> {
  const ids = samples.map(() => randomUUID());
  await insertRows(client, {
    table: 'Sample',
    columns: {
      id: { type: 'uuid', values: ids },
      campaignId: { type: 'uuid', values: samples.map(() => campaignId) },
      ordinal: { type: 'integer', values: samples.map((_, place) => firstOrdinal + place) },
      kind: { type: { enum: 'SampleKind' }, values: samples.map(({ spec }) => sampleKinds[spec.kind]) },
      name: { type: 'text', values: samples.map(({ name }) => name) },
      contentHash: { type: 'text', values: samples.map(({ contentHash }) => contentHash) },
      spec: { type: 'jsonb', values: samples.map(({ spec }) => JSON.stringify(spec)) },
    },
  });
  return new Map(samples.map(({ contentHash }, index) => [contentHash, ids[index] as string]));
}

const sampleKinds = { operations: 'OPERATIONS', architecture: 'ARCHITECTURE', file: 'FILE' } as const;
