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

/** Puts a message that tells of nothing into the outbox of a webhook. False where there is none of that name, also where it is removed right now. */
export async function storeTestMessage(
  connection: Connection,
  webhookName: string,
  body: string,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `INSERT INTO "WebhookDelivery" (id, "webhookId", "eventKey", event, body)
     SELECT gen_random_uuid(), id, 'test:' || gen_random_uuid(), 'test', $2 FROM "Webhook" WHERE name = $1 FOR KEY SHARE`,
    [webhookName, body],
  );
  return rowCount === 1;
}

/** For how long nobody else sends what was claimed: longer than an attempt takes. Who claimed it may have crashed then. */
const claimSeconds = 120;

/**
 * Takes what is due, `mostOfEach` messages of each webhook at most, those that have waited longest: one with many that do not arrive leaves
 * the others theirs. Whoever takes a message has to say what became of it.
 */
export async function claimDeliveries(connection: Connection, mostOfEach: number): Promise<DueDelivery[]> {
  const { rows } = await connection.query<DueDelivery>(
    `WITH due AS (SELECT o.id FROM "Webhook" w CROSS JOIN LATERAL
                   (SELECT id FROM "WebhookDelivery" WHERE "webhookId" = w.id AND state = 'PENDING' AND "nextAttemptAt" <= now()
                     ORDER BY "nextAttemptAt" LIMIT $1 FOR UPDATE SKIP LOCKED) o)
     UPDATE "WebhookDelivery" d SET attempts = d.attempts + 1, "nextAttemptAt" = now() + $2 * interval '1 second'
       FROM due, "Webhook" w WHERE d.id = due.id AND w.id = d."webhookId"
     RETURNING d.id, w.name AS webhook, w.url, w.secret, w."allowPrivate", d.event, d.body, d.attempts`,
    [mostOfEach, claimSeconds],
  );
  return rows;
}

export async function noteDelivered(connection: Connection, id: string): Promise<void> {
  await connection.query(
    `UPDATE "WebhookDelivery" SET state = 'DELIVERED', "deliveredAt" = now(), "lastError" = NULL WHERE id = $1`,
    [id],
  );
}

/**
 * Notes why an attempt did not arrive, and when the message is tried again: after so many seconds, or never. Nothing where another process
 * took the message over meanwhile, because this one was away for longer than a claim lasts: what that learned counts.
 */
export async function noteUndelivered(
  connection: Connection,
  { id, attempts }: Pick<DueDelivery, 'id' | 'attempts'>,
  error: string,
  retryAfterSeconds: number | undefined,
): Promise<void> {
  await connection.query(
    `UPDATE "WebhookDelivery" SET "lastError" = $2, "nextAttemptAt" = now() + coalesce($3::float8, 0) * interval '1 second',
            state = (CASE WHEN $3::float8 IS NULL THEN 'FAILED' ELSE 'PENDING' END)::"WebhookDeliveryState"
      WHERE id = $1 AND state = 'PENDING' AND attempts = $4`,
    [id, error, retryAfterSeconds ?? null, attempts],
  );
}

/** Forgets what was delivered or given up so many days ago: of such, the next attempt stands at the last one, or two minutes later. */
export async function forgetDeliveries(connection: Connection, days: number): Promise<void> {
  await connection.query(
    `DELETE FROM "WebhookDelivery" WHERE state IN ('DELIVERED', 'FAILED') AND "nextAttemptAt" < now() - $1 * interval '1 day'`,
    [days],
  );
}
