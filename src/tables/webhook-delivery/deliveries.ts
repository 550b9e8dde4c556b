import type { Connection } from '../connection.js';

/** A message that is to be sent now. */
export interface DueDelivery {
  readonly id: string;
  readonly webhook: string;
  readonly url: string;
  readonly secret: string;
  readonly allowPrivate: boolean;
  readonly event: string;
  readonly body: string;
  /** Which attempt this is, from 1. */
  readonly attempts: number;
}

/** For how long nobody else sends what was claimed: longer than an attempt takes. Who claimed it may have crashed then. */
const claimSeconds = 120;

/** Takes what is due, `limit` messages at most, those that have waited longest first. Whoever takes one has to say what became of it. */
export async function claimDeliveries(connection: Connection, limit: number): Promise<DueDelivery[]> {
  const { rows } = await connection.query<DueDelivery>(
    `WITH due AS (SELECT id FROM "WebhookDelivery" WHERE state = 'PENDING' AND "nextAttemptAt" <= now()
                   ORDER BY "nextAttemptAt" LIMIT $1 FOR UPDATE SKIP LOCKED)
     UPDATE "WebhookDelivery" d SET attempts = d.attempts + 1, "nextAttemptAt" = now() + $2 * interval '1 second'
       FROM due, "Webhook" w WHERE d.id = due.id AND w.id = d."webhookId"
     RETURNING d.id, w.name AS webhook, w.url, w.secret, w."allowPrivate", d.event, d.body, d.attempts`,
    [limit, claimSeconds],
  );
  return rows;
}

export async function noteDelivered(connection: Connection, id: string): Promise<void> {
  await connection.query(
    `UPDATE "WebhookDelivery" SET state = 'DELIVERED', "deliveredAt" = now(), "lastError" = NULL WHERE id = $1`,
    [id],
  );
}

/** Notes why a message did not arrive, and when it is tried again: after so many seconds, or never. */
export async function noteUndelivered(
  connection: Connection,
  id: string,
  error: string,
  retryAfterSeconds: number | undefined,
): Promise<void> {
  await connection.query(
    `UPDATE "WebhookDelivery" SET "lastError" = $2, "nextAttemptAt" = now() + coalesce($3::float8, 0) * interval '1 second',
            state = (CASE WHEN $3::float8 IS NULL THEN 'FAILED' ELSE 'PENDING' END)::"WebhookDeliveryState"
      WHERE id = $1`,
    [id, error, retryAfterSeconds ?? null],
  );
}

/** Forgets what was delivered or given up so many days ago. */
export async function forgetDeliveries(connection: Connection, days: number): Promise<void> {
  await connection.query(
    `DELETE FROM "WebhookDelivery" WHERE state <> 'PENDING' AND "createdAt" < now() - $1 * interval '1 day'`,
    [days],
  );
}
