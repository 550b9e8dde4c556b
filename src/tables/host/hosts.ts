import type { Connection } from '../connection.js';

/** A worker of a host, as it says that it still runs. */
export interface SeenWorker {
  readonly hostId: string;
  readonly processId: number;
  /** By how much the host's clock is ahead of the database's. */
  readonly clockAheadMs: number;
}

/**
 * Notes that a host's worker still runs, by the database's clock, since those of hosts need not agree. Where another worker has taken its
 * place, that one speaks for the host, until it has said that it ended or nothing for `silenceSeconds`: then the host is this worker's
 * again. Returns the time there.
 */
export async function noteHostSeen(
  connection: Connection,
  { hostId, processId, clockAheadMs }: SeenWorker,
  silenceSeconds: number,
): Promise<Date> {
  const { rows } = await connection.query<{ now: Date }>(
    `UPDATE "Host" SET "lastSeenAt" = clock_timestamp(), "clockAheadMs" = $3, "processId" = $2,
       state = CASE WHEN "processId" IS NULL THEN 'ONLINE' ELSE state END,
       "stateReason" = CASE WHEN "processId" = $2 THEN "stateReason" END
     WHERE id = $1 AND ("processId" IS NULL OR "processId" = $2 OR "lastSeenAt" < clock_timestamp() - $4 * interval '1 second')
     RETURNING clock_timestamp() AS now`,
    [hostId, processId, clockAheadMs, silenceSeconds],
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
