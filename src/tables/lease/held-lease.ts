import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';
import type { Connection } from '../connection.js';

/** Whose lease a statement of "Lease" means. */
export interface LeaseKey {
  readonly phoneId: string;
  readonly holder: string;
  readonly token: bigint;
}

/** Whether a lease is held at the moment `at`; nobody takes the phone over until the transaction ends. */
export async function isLeaseHeld(
  connection: Connection,
  lease: LeaseKey,
  at: string | null,
): Promise<boolean> {
  const { rowCount } = await connection.query(heldLease(lease, at));
  return rowCount === 1;
}

/**
 * One row when the lease is held at the moment `at` (by the database's clock for null), none when not. Until the transaction ends nobody
 * takes the phone over.
 */
export function heldLease({ phoneId, holder, token }: LeaseKey, at: string | null): Sql {
  return sql`SELECT 1 FROM "Lease" WHERE "phoneId" = ${phoneId}::uuid AND "holder" = ${holder} AND "token" = ${token.toString()}::bigint
    AND "expiresAt" > COALESCE(${at}::timestamptz, clock_timestamp()) FOR SHARE`;
}
