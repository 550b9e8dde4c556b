import { sql } from '../../platform/database/sql.js';
import type { Sql } from '../../platform/database/sql.js';

/** Whose lease a statement of "Lease" means. */
export interface LeaseKey {
  readonly phoneId: string;
  readonly holder: string;
  readonly token: bigint;
}

/**
 * One row when the lease is held at the moment `at` (by the database's clock for null), none when not. Until the transaction ends nobody
 * takes the phone over.
 */
export function heldLease({ phoneId, holder, token }: LeaseKey, at: string | null): Sql {
  return sql`SELECT 1 FROM "Lease" WHERE "phoneId" = ${phoneId}::uuid AND "holder" = ${holder} AND "token" = ${token.toString()}::bigint
    AND "expiresAt" > COALESCE(${at}::timestamptz, clock_timestamp()) FOR SHARE`;
}
