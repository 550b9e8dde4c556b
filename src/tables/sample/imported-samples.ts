import type { SampleKind } from '../../records/sample.js';
import type { Connection } from '../connection.js';

/** A sample of a campaign that others carried out. */
export interface ImportedSample {
  readonly campaignId: string;
  readonly kind: SampleKind;
  readonly name: string;
  readonly hash: string;
  readonly spec: unknown;
}

/** A sample that is stored. */
export interface StoredSample {
  readonly id: string;
  readonly campaignId: string;
  readonly hash: string;
}

/** Stores samples, each once, that their campaigns lack: behind the campaign's others, in their order. Gives the ids of all. */
export async function storeImportedSamples(
  connection: Connection,
  samples: readonly ImportedSample[],
): Promise<StoredSample[]> {
  const campaignIds = samples.map(({ campaignId }) => campaignId);
  const hashes = samples.map(({ hash }) => hash);
  await connection.query(
    `INSERT INTO "Sample" (id, "campaignId", ordinal, kind, name, "contentHash", spec)
     SELECT gen_random_uuid(), n."campaignId",
       coalesce((SELECT max(o.ordinal) + 1 FROM "Sample" o WHERE o."campaignId" = n."campaignId"), 0)
         + row_number() OVER (PARTITION BY n."campaignId" ORDER BY n.place)::int - 1,
       n.kind, n.name, n.hash, n.spec
     FROM unnest($1::uuid[], $2::"SampleKind"[], $3::text[], $4::text[], $5::jsonb[])
       WITH ORDINALITY AS n("campaignId", kind, name, hash, spec, place)
     WHERE NOT EXISTS (SELECT FROM "Sample" o WHERE o."campaignId" = n."campaignId" AND o."contentHash" = n.hash)`,
    [
      campaignIds,
      samples.map(({ kind }) => kind),
      samples.map(({ name }) => name),
      hashes,
      samples.map(({ spec }) => JSON.stringify(spec)),
    ],
  );
  const { rows } = await connection.query<StoredSample>(
    `SELECT id, "campaignId", "contentHash" AS hash FROM "Sample" WHERE "campaignId" = ANY($1) AND "contentHash" = ANY($2)`,
    [[...new Set(campaignIds)], hashes],
  );
  return rows;
}
