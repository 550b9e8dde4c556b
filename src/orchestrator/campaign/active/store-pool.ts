import type { PoolClient } from 'pg';

import { insertRows } from '../../../platform/database/index.js';
import type { ActivePool } from './candidates.js';

/** Keeps what an active campaign chooses from, so that whoever decides its rounds needs no files. */
export async function storeActivePool(
  client: PoolClient,
  campaignId: string,
  { candidates, networks }: ActivePool,
  poolKeys: readonly string[],
): Promise<void> {
  await insertRows(client, {
    table: 'Configuration',
    skipExisting: true,
    columns: {
      hash: { type: 'text', values: candidates.map(({ hash }) => hash) },
      operator: { type: 'text', values: candidates.map(({ configuration }) => configuration.operator) },
      spec: { type: 'jsonb', values: candidates.map(({ configuration }) => JSON.stringify(configuration)) },
    },
  });
  await client.query(
    `INSERT INTO "CampaignCandidates" ("campaignId", "configurationHashes", networks, "poolKeys") VALUES ($1, $2, $3, $4)`,
    [campaignId, JSON.stringify(candidates.map(({ hash }) => hash)), JSON.stringify(networks), poolKeys],
  );
}
