import type { PoolClient } from 'pg';

import { insertRows } from '../../../platform/database/index.js';
import type { ActivePool } from './candidates.js';

/** Keeps what an active campaign chooses from, so that whoever decides its rounds needs no files. */
export async function storeActivePool(
  client: PoolClient,
  campaignId: string,
  { candidates, networks, architectures }: ActivePool,
  poolKeys: readonly string[],
): Promise<void> {
  // In the order of their hashes: those who store the same ones at once then wait for each other, not in a ring.
  const sorted = candidates.toSorted((a, b) => (a.hash < b.hash ? -1 : 1));
  await insertRows(client, {
    table: 'Configuration',
    skipExisting: true,
    columns: {
      hash: { type: 'text', values: sorted.map(({ hash }) => hash) },
      operator: { type: 'text', values: sorted.map(({ configuration }) => configuration.operator) },
      spec: { type: 'jsonb', values: sorted.map(({ configuration }) => JSON.stringify(configuration)) },
    },
  });
  await client.query(
    `INSERT INTO "CampaignCandidates" ("campaignId", "configurationHashes", networks, architectures, "poolKeys")
     VALUES ($1, $2, $3, $4, $5)`,
    [
      campaignId,
      JSON.stringify(candidates.map(({ hash }) => hash)),
      JSON.stringify(networks),
      JSON.stringify(architectures),
      poolKeys,
    ],
  );
}
