import type { Connection } from '../connection.js';

/**
 * Notes that a host's worker still runs, and by how much its clock is ahead of the database's: by the database's clock, since those of hosts
 * need not agree. Returns the time there.
 */
export async function noteHostSeen(connection: Connection, id: string, clockAheadMs: number): Promise<Date> {
  const { rows } = await connection.query<{ now: Date }>(
    `UPDATE "Host" SET "lastSeenAt" = clock_timestamp(), "clockAheadMs" = $2 WHERE id = $1
     RETURNING clock_timestamp() AS now`,
    [id, clockAheadMs],
  );
  return rows[0]?.now ?? (await readDatabaseTime(connection));
}

/** What time it is for the database. */
export async function readDatabaseTime(connection: Connection): Promise<Date> {
  const { rows } = await connection.query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return rows[0]?.now ?? new Date(0);
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
