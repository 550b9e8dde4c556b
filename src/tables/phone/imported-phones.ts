import { randomUUID } from 'node:crypto';

import type { Connection } from '../connection.js';

/**
 * Lists a phone for each pool, under the pool's key and under maintenance for good, so that no campaign waits for it. The pools have to be
 * there. A phone that is listed already is told its GPU where it had none.
 */
export async function storeImportedPhones(
  connection: Connection,
  phones: readonly { readonly poolKey: string; readonly gpuModel?: string }[],
  reason: string,
): Promise<void> {
  await connection.query(
    `INSERT INTO "Phone" (id, "serialNumber", "poolId", "deviceModel", manufacturer, "socModel", "androidRelease", "sdkLevel",
       "buildFingerprint", "gpuModel", "coreClusters", properties, labels, state, "stateReason", abis)
     SELECT n.id, p.key, p.id, p."deviceModel", '', p."socModel", '', 0, p."buildFingerprint", n.gpu, '[]', '{}', '{imported}',
       'MAINTENANCE', $3, '{}'
     FROM unnest($1::uuid[], $2::text[], $4::text[]) AS n(id, key, gpu) JOIN "Pool" p ON p.key = n.key
     ON CONFLICT ("serialNumber") DO UPDATE SET "gpuModel" = coalesce("Phone"."gpuModel", EXCLUDED."gpuModel")`,
    [
      phones.map(() => randomUUID()),
      phones.map(({ poolKey }) => poolKey),
      reason,
      phones.map(({ gpuModel }) => gpuModel ?? null),
    ],
  );
}
