import type { Connection } from '../connection.js';

/** The GPU of a device model, where its phones agree on one. */
export async function readGpu(connection: Connection, deviceModel: string): Promise<string | undefined> {
  const { rows } = await connection.query<{ gpuModel: string }>(
    `SELECT DISTINCT "gpuModel" FROM "Phone" WHERE "deviceModel" = $1 AND "gpuModel" IS NOT NULL`,
    [deviceModel],
  );
  return rows.length > 1 ? undefined : rows[0]?.gpuModel;
}
