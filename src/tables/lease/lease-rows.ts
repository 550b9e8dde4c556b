import type { Connection } from '../connection.js';
import type { LeaseKey } from './held-lease.js';

// Moments `at` are ISO 8601; null is now, by the database's clock, so that clocks of worker hosts need not agree.

/**
 * Takes a phone that is free, or whose lease has expired: its new token, or undefined when another holds it. Who holds it already, because an
 * answer was lost, gets it under a new token.
 */
export async function takeLease(
  connection: Connection,
  phoneId: string,
  holder: string,
  durationMs: number,
  at: string | null,
): Promise<bigint | undefined> {
  const { rows } = await connection.query<{ token: string }>(
    `INSERT INTO "Lease" AS held ("phoneId", "token", "holder", "acquiredAt", "renewedAt", "expiresAt")
     SELECT $1::uuid, 1, $2, now.at, now.at, now.at + $3 * interval '1 ms'
     FROM (SELECT COALESCE($4::timestamptz, clock_timestamp()) AS at) AS now
     ON CONFLICT ("phoneId") DO UPDATE
     SET "token" = held."token" + 1, "holder" = EXCLUDED."holder", "acquiredAt" = EXCLUDED."acquiredAt",
         "renewedAt" = EXCLUDED."renewedAt", "expiresAt" = EXCLUDED."expiresAt"
     WHERE held."holder" IS NULL OR held."holder" = EXCLUDED."holder" OR held."expiresAt" <= EXCLUDED."acquiredAt"
     RETURNING "token"`,
    [phoneId, holder, durationMs, at],
  );
  return rows[0] && BigInt(rows[0].token);
}

/** Lets a lease last so long from now on; false when it has expired or is another's. */
export async function prolongLease(
  connection: Connection,
  { phoneId, holder, token }: LeaseKey,
  durationMs: number,
  at: string | null,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `UPDATE "Lease" SET "renewedAt" = now.at, "expiresAt" = now.at + $4 * interval '1 ms'
     FROM (SELECT COALESCE($5::timestamptz, clock_timestamp()) AS at) AS now
     WHERE "phoneId" = $1::uuid AND "holder" = $2 AND "token" = $3 AND "expiresAt" > now.at`,
    [phoneId, holder, token.toString(), durationMs, at],
  );
  return rowCount === 1;
}

/** Lets a lease last so long from now on, expired or not; false when the phone was taken or freed since. */
export async function reviveLease(
  connection: Connection,
  { phoneId, holder, token }: LeaseKey,
  durationMs: number,
  at: string | null,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `UPDATE "Lease" SET "renewedAt" = now.at, "expiresAt" = GREATEST("expiresAt", now.at + $4 * interval '1 ms')
     FROM (SELECT COALESCE($5::timestamptz, clock_timestamp()) AS at) AS now
     WHERE "phoneId" = $1::uuid AND "holder" = $2 AND "token" = $3`,
    [phoneId, holder, token.toString(), durationMs, at],
  );
  return rowCount === 1;
}

/** Frees a phone that is held under this very lease. */
export async function freeLease(connection: Connection, { phoneId, holder, token }: LeaseKey): Promise<void> {
  await connection.query(
    `UPDATE "Lease" SET "holder" = NULL, "expiresAt" = NULL
     WHERE "phoneId" = $1::uuid AND "holder" = $2 AND "token" = $3`,
    [phoneId, holder, token.toString()],
  );
}

/** Whether a phone is held under this token, whoever holds it. */
export async function isTokenAlive(
  connection: Connection,
  phoneId: string,
  token: bigint,
  at: string | null,
): Promise<boolean> {
  const { rowCount } = await connection.query(
    `SELECT 1 FROM "Lease" WHERE "phoneId" = $1 AND "token" = $2 AND "holder" IS NOT NULL
       AND "expiresAt" > COALESCE($3::timestamptz, clock_timestamp())`,
    [phoneId, token.toString(), at],
  );
  return rowCount === 1;
}
