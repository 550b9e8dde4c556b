import { randomUUID } from 'node:crypto';

import type { Connection } from '../connection.js';

/**
 * Lists a phone for each pool, under the pool's key and under maintenance for good, so that no campaign waits for it. The pools have to be there.
 */
export async function storeImportedPhones(
  connection: Connection,
  poolKeys: readonly string[],
  reason: string,
): Promise<void> {
  await connection.query(
    `INSERT INTO "Phone" (id, "serialNumber", "poolId", "deviceModel", manufacturer, "socModel", "androidRelease", "sdkLevel",
       "buildFingerprint", "coreClusters", properties, labels, state, "stateReason", abis)
     SELECT n.id, p.key, p.id, p."deviceModel", '', p."socModel", '', 0, p."buildFingerprint", '[]', '{}', '{imported}',
       'MAINTENANCE', $3, '{}'
     FROM unnest($1::uuid[], $2::text[]) AS n(id, key) JOIN "Pool" p ON p.key = n.key
     ON CONFLICT ("serialNumber") DO NOTHING`,
    [poolKeys.map(() => randomUUID()), poolKeys, reason],
  );
}
