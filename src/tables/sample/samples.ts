import { randomUUID } from 'node:crypto';

import { insertRows } from '../../platform/database/index.js';
import type { SampleSpec } from '../../records/sample.js';
import type { Connection } from '../connection.js';

/** A sample to store. */
export interface NewSample {
  readonly name: string;
  readonly contentHash: string;
  readonly spec: SampleSpec;
}

const sampleKinds = { operations: 'OPERATIONS', architecture: 'ARCHITECTURE', file: 'FILE' } as const;

/** Ids of a campaign's samples by content hash. */
export async function sampleIdsOf(connection: Connection, campaignId: string): Promise<Map<string, string>> {
  const { rows } = await connection.query<{ id: string; contentHash: string }>(
    `SELECT id, "contentHash" FROM "Sample" WHERE "campaignId" = $1`,
    [campaignId],
  );
  return new Map(rows.map(({ id, contentHash }) => [contentHash, id]));
}

/** Ids of the stored samples by content hash. Their ordinals go on from `firstOrdinal`. */
export async function storeSamples(
  connection: Connection,
  campaignId: string,
  samples: readonly NewSample[],
  firstOrdinal = 0,
): Promise<ReadonlyMap<string, string>> {
  const ids = samples.map(() => randomUUID());
  await insertRows(connection, {
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

/** Ids by content hash of a campaign's samples once those of `samples` that it lacks are stored, behind its others. */
export async function storeMissingSamples(
  connection: Connection,
  campaignId: string,
  samples: readonly NewSample[],
): Promise<ReadonlyMap<string, string>> {
  const known = await sampleIdsOf(connection, campaignId);
  const missing = new Map(samples.map((sample) => [sample.contentHash, sample]));
  for (const hash of known.keys()) missing.delete(hash);
  const stored = await storeSamples(connection, campaignId, [...missing.values()], known.size);
  return new Map([...known, ...stored]);
}
