import type { Host, Lease, Phone } from '../../platform/database/index.js';
import type { Connection } from '../connection.js';

/** A phone with what a list says of its pool, host and lease; all that getprop said is left out. */
export type ListedPhoneRow = Omit<Phone, 'properties'> & {
  readonly pool: { readonly key: string };
  readonly host: Pick<Host, 'id' | 'name' | 'stateReason'> | null;
  readonly lease: Pick<Lease, 'holder'> | null;
};

/** All phones by serial number. One statement: Prisma asks four, and takes several times as long to read hundreds of phones. */
export async function readListedPhones(connection: Connection): Promise<ListedPhoneRow[]> {
  const { rows } = await connection.query<ListedPhoneRow>(
    `SELECT p.id, p."serialNumber", p."adbSerial", p."hostId", p."poolId", p."deviceModel", p.manufacturer, p."socModel", p."gpuModel",
            coalesce(p.abis, '{}') AS abis, p."androidRelease", p."sdkLevel", p."buildFingerprint", p."coreClusters", coalesce(p.labels, '{}') AS labels, p.state::text AS state,
            p."stateReason", p."consecutiveFailures", p."quarantinedUntil", p."createdAt", p."lastSeenAt",
            json_build_object('key', o.key) AS pool,
            CASE WHEN h.id IS NOT NULL THEN json_build_object('id', h.id, 'name', h.name, 'stateReason', h."stateReason") END AS host,
            CASE WHEN l."phoneId" IS NOT NULL THEN json_build_object('holder', l.holder) END AS lease
       FROM "Phone" p JOIN "Pool" o ON o.id = p."poolId" LEFT JOIN "Host" h ON h.id = p."hostId" LEFT JOIN "Lease" l ON l."phoneId" = p.id
      ORDER BY p."serialNumber"`,
  );
  return rows;
}
