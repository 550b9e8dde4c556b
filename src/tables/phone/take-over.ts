import type { Connection } from '../connection.js';

/** A phone as a worker of a host sees it. */
export interface SeenPhone {
  readonly phoneId: string;
  readonly hostId: string;
  readonly adbSerial: string;
}

/** Gives a phone that a host sees to that host, unless the one that it was seen by last still watches. */
export async function takeOverPhone(
  connection: Connection,
  { phoneId, hostId, adbSerial }: SeenPhone,
  silenceSeconds: number,
): Promise<void> {
  await connection.query(
    `UPDATE "Phone" SET "hostId" = $2, "adbSerial" = $3, "lastSeenAt" = clock_timestamp()
     WHERE id = $1 AND "hostId" IS DISTINCT FROM $2 AND NOT EXISTS (
       SELECT FROM "Host" WHERE "Host".id = "Phone"."hostId" AND "Host".state = 'ONLINE'
         AND "Host"."lastSeenAt" >= clock_timestamp() - $4 * interval '1 second')`,
    [phoneId, hostId, adbSerial, silenceSeconds],
  );
}
