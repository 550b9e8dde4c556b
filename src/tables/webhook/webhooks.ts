import type { Connection } from '../connection.js';

/** Locks the webhooks that nobody else has locked, and tells their ids. Nobody else collects for them until the transaction ends. */
export async function lockWebhooks(transaction: Connection): Promise<readonly string[]> {
  const { rows } = await transaction.query<{ id: string }>(
    `SELECT id FROM "Webhook" ORDER BY id FOR UPDATE SKIP LOCKED`,
  );
  return rows.map(({ id }) => id);
}

/** Notes that what happened until now is among their deliveries. */
export async function noteCollected(transaction: Connection, ids: readonly string[]): Promise<void> {
  await transaction.query(`UPDATE "Webhook" SET "collectedTo" = now() WHERE id = ANY($1::uuid[])`, [ids]);
}
