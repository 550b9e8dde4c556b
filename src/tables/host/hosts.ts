import type { Connection } from '../connection.js';

/** Notes that a host's worker still runs: by the database's clock, since those of hosts need not agree. */
export async function noteHostSeen(connection: Connection, id: string): Promise<void> {
  await connection.query(`UPDATE "Host" SET "lastSeenAt" = clock_timestamp() WHERE id = $1`, [id]);
}

/** Ids of hosts whose worker has said that it ended, or has said nothing for so long; by the database's clock, as leases are. */
export async function readSilentHosts(
  connection: Connection,
  silenceSeconds: number,
): Promise<ReadonlySet<string>> {
  const { rows } = await connection.query<{ id: string }>(
    `SELECT id FROM "Host" WHERE state <> 'ONLINE' OR "lastSeenAt" IS NULL
       OR "lastSeenAt" < clock_timestamp() - $1 * interval '1 second'`,
    [silenceSeconds],
  );
  return new Set(rows.map(({ id }) => id));
}
