import { randomUUID } from 'node:crypto';

import type { PoolClient } from 'pg';

import { publishedPool } from './published-run.js';

/** Why nothing can be measured on a phone whose measurements were imported. */
const reason = 'measured by others; its measurements were imported';

/**
 * Lists devices of the study among the phones, under maintenance for good, so that no campaign waits for them. Their pools have
 * to be there. Returns the device models as the farm calls them.
 */
export async function storeDevices(client: PoolClient, devices: readonly string[]): Promise<string[]> {
  const pools = devices.map(publishedPool);
  await client.query(
    `INSERT INTO "Phone" (id, "serialNumber", "poolId", "deviceModel", manufacturer, "socModel", "androidRelease", "sdkLevel",
       "buildFingerprint", "coreClusters", properties, labels, state, "stateReason", abis)
     SELECT n.id, p.key, p.id, p."deviceModel", '', p."socModel", '', 0, p."buildFingerprint", '[]', '{}', '{imported}',
       'MAINTENANCE', $3, '{}'
     FROM unnest($1::uuid[], $2::text[]) AS n(id, key) JOIN "Pool" p ON p.key = n.key
     ON CONFLICT ("serialNumber") DO NOTHING`,
    [pools.map(() => randomUUID()), pools.map(({ key }) => key), reason],
  );
  return pools.map(({ deviceModel }) => deviceModel);
}
