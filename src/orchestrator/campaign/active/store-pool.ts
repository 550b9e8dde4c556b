import type { PoolClient } from 'pg';

import { storeCandidates } from '../../../tables/campaign-candidates/candidates.js';
import { storeConfigurations } from '../../../tables/configuration/configurations.js';
import type { ActivePool } from '../samples/candidates.js';

/** Keeps what an active campaign chooses from, so that whoever decides its rounds needs no files. */
export async function storeActivePool(
  client: PoolClient,
  campaignId: string,
  pool: ActivePool,
  poolKeys: readonly string[],
): Promise<void> {
  const configurations = pool.candidates.map(({ hash, configuration: spec }) => ({ hash, spec }));
  await storeConfigurations(client, configurations);
  await storeCandidates(client, campaignId, pool, poolKeys);
}
