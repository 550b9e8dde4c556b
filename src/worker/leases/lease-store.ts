import type { Pool, PoolClient } from 'pg';

import type { Clock } from '../../platform/index.js';
import { workerError } from '../errors.js';

/** The right to touch one physical phone, until it expires or is released. */
export interface Lease {
  readonly phoneId: string;
  readonly holder: string;
  /** Rises with every acquisition of the phone and never falls: whoever has a lower one has lost the phone. */
  readonly token: bigint;
}

/**
 * Leases of phones in Postgres: one holder a phone, whatever hosts and processes ask. Times are the database's own, so that
 * clocks of worker hosts need not agree; a test may bring its own clock.
 */
export class LeaseStore {
  constructor(
    private readonly pool: Pool,
    private readonly testClock?: Clock,
  ) {}

  /** Takes a free phone, or one whose lease has expired. Throws LEASE_HELD. `holder` must be unique to its process. */
  async acquire(phoneId: string, holder: string, durationMs: number): Promise<Lease> {
    const { rows } = await this.pool.query<{ token: string }>(
      `INSERT INTO "Lease" AS held ("phoneId", "token", "holder", "acquiredAt", "renewedAt", "expiresAt")
       SELECT $1::uuid, 1, $2, now.at, now.at, now.at + $3 * interval '1 ms'
       FROM (SELECT ${this.#now(4)} AS at) AS now
       ON CONFLICT ("phoneId") DO UPDATE
       SET "token" = held."token" + 1, "holder" = EXCLUDED."holder", "acquiredAt" = EXCLUDED."acquiredAt",
           "renewedAt" = EXCLUDED."renewedAt", "expiresAt" = EXCLUDED."expiresAt"
       WHERE held."holder" IS NULL OR held."expiresAt" <= EXCLUDED."acquiredAt"
       RETURNING "token"`,
      [phoneId, holder, durationMs, this.#testNow()],
    );
    const token = rows[0]?.token;
    if (token === undefined) {
      throw workerError('LEASE_HELD', `phone ${phoneId} is held by another worker`, { details: { phoneId } });
    }
    return { phoneId, holder, token: BigInt(token) };
  }

  /** Prolongs a lease from now on. Throws LEASE_LOST when it has expired or is another's. */
  async renew(lease: Lease, durationMs: number): Promise<void> {
    const { rowCount } = await this.pool.query(
      `UPDATE "Lease" SET "renewedAt" = now.at, "expiresAt" = now.at + $4 * interval '1 ms'
       FROM (SELECT ${this.#now(5)} AS at) AS now
       WHERE "phoneId" = $1::uuid AND "holder" = $2 AND "token" = $3 AND "expiresAt" > now.at`,
      [lease.phoneId, lease.holder, lease.token.toString(), durationMs, this.#testNow()],
    );
    if (rowCount !== 1) throw leaseLost(lease);
  }

  /** Frees the phone. Does nothing when the lease is lost: it is not this holder's to free. */
  async release(lease: Lease): Promise<void> {
    await this.pool.query(
      `UPDATE "Lease" SET "holder" = NULL, "expiresAt" = NULL
       WHERE "phoneId" = $1::uuid AND "holder" = $2 AND "token" = $3`,
      [lease.phoneId, lease.holder, lease.token.toString()],
    );
  }

  /**
   * Fences a transaction: throws LEASE_LOST unless the lease is held now, and keeps anyone from taking the phone over until
   * the transaction ends. Everything that a worker stores of a phone goes through this.
   */
  async fence(transaction: PoolClient, lease: Lease): Promise<void> {
    const { rowCount } = await transaction.query(
      `SELECT 1 FROM "Lease"
       WHERE "phoneId" = $1::uuid AND "holder" = $2 AND "token" = $3 AND "expiresAt" > ${this.#now(4)}
       FOR SHARE`,
      [lease.phoneId, lease.holder, lease.token.toString(), this.#testNow()],
    );
    if (rowCount !== 1) throw leaseLost(lease);
  }

  /**
   * Throws nothing and changes nothing: true while a phone is held under another lease than the given one, by a holder that is
   * alive. In a transaction, so that what follows from it can be done in the same.
   */
  async heldByAnother(transaction: PoolClient, phoneId: string, token: bigint, own: Lease): Promise<boolean> {
    if (phoneId === own.phoneId && token === own.token) return false;
    const { rowCount } = await transaction.query(
      `SELECT 1 FROM "Lease" WHERE "phoneId" = $1 AND "token" = $2 AND "holder" IS NOT NULL AND "expiresAt" > ${this.#now(3)}`,
      [phoneId, token.toString(), this.#testNow()],
    );
    return rowCount === 1;
  }

  #now(parameter: number): string {
    return `COALESCE($${parameter}::timestamptz, clock_timestamp())`;
  }

  #testNow(): string | null {
    return this.testClock === undefined ? null : new Date(this.testClock.nowMs()).toISOString();
  }
}

function leaseLost(lease: Lease): Error {
  return workerError(
    'LEASE_LOST',
    `the lease of phone ${lease.phoneId} with token ${String(lease.token)} is lost`,
    {
      details: { phoneId: lease.phoneId, token: lease.token.toString() },
    },
  );
}
