import type { Connection } from '../connection.js';

/** Notes that a host's worker still runs: by the database's clock, since those of hosts need not agree. */
export async function noteHostSeen(connection: Connection, id: string): Promise<void> {
  await connection.query(`UPDATE "Host" SET "lastSeenAt" = clock_timestamp() WHERE id = $1`, [id]);
}

/** Which hosts watch their phones, by the database's clock, as leases are. */
export interface HostWatch {
  /** Ids of hosts whose worker has said that it ended, or has said nothing for so long. */
  readonly silent: ReadonlySet<string>;
  readonly now: Date;
}

export async function readHostWatch(connection: Connection, silenceSeconds: number): Promise<HostWatch> {
  const { rows } = await connection.query<{ now: Date; ids: string[] | null }>(
    `SELECT clock_timestamp() AS "now", array_agg(id) AS "ids" FROM "Host" WHERE state <> 'ONLINE' OR "lastSeenAt" IS NULL
       OR "lastSeenAt" < clock_timestamp() - $1 * interval '1 second'`,
    [silenceSeconds],
  );
  return { silent: new Set(rows[0]?.ids ?? []), now: rows[0]?.now ?? new Date(0) };
}
