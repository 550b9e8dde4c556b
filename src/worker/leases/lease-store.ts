import type { ClientBase, Pool } from 'pg';

import type { Sql } from '../../platform/database/sql.js';
import type { Clock } from '../../platform/index.js';
import { heldLease, isLeaseHeld } from '../../tables/lease/held-lease.js';
import {
  freeLease,
  isTokenAlive,
  prolongLease,
  reviveLease,
  takeLease,
} from '../../tables/lease/lease-rows.js';
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

  /**
   * Takes a free phone, or one whose lease has expired; or once more, after an answer was lost. Throws LEASE_HELD. `holder` must be unique to
   * whoever asks, also within a process.
   */
  async acquire(phoneId: string, holder: string, durationMs: number): Promise<Lease> {
    const token = await takeLease(this.pool, phoneId, holder, durationMs, this.#testNow());
    if (token === undefined) {
      throw workerError('LEASE_HELD', `phone ${phoneId} is held by another worker`, { details: { phoneId } });
    }
    return { phoneId, holder, token };
  }

  /** Prolongs a lease from now on. Throws LEASE_LOST when it has expired or is another's. */
  async renew(lease: Lease, durationMs: number): Promise<void> {
    if (!(await prolongLease(this.pool, lease, durationMs, this.#testNow()))) throw leaseLost(lease);
  }

  /**
   * Prolongs a lease from now on although it may have expired, as long as nobody has taken the phone since: what was measured under it, and
   * could not be stored while the database was away, is as good as before. It gives no right to touch the phone. Throws LEASE_LOST.
   */
  async revive(lease: Lease, durationMs: number): Promise<void> {
    if (!(await reviveLease(this.pool, lease, durationMs, this.#testNow()))) throw leaseLost(lease);
  }

  /** Frees the phone. Does nothing when the lease is lost: it is not this holder's to free. */
  async release(lease: Lease): Promise<void> {
    await freeLease(this.pool, lease);
  }

  /**
   * Fences a transaction: throws LEASE_LOST unless the lease is held now, and keeps anyone from taking the phone over until
   * the transaction ends. Everything that a worker stores of a phone goes through this or through {@link held}.
   */
  async fence(connection: ClientBase | Pool, lease: Lease): Promise<void> {
    if (!(await isLeaseHeld(connection, lease, this.#testNow()))) throw leaseLost(lease);
  }

  /** The fence of a single statement: a query that gives a row while the lease is held. */
  held(lease: Lease): Sql {
    return heldLease(lease, this.#testNow());
  }

  /** Throws LEASE_LOST unless the lease is held now. */
  async check(lease: Lease): Promise<void> {
    await this.fence(this.pool, lease);
  }

  /**
   * Throws nothing and changes nothing: true while a phone is held under another lease than the given one, by a holder that is
   * alive. In a transaction, so that what follows from it can be done in the same.
   */
  async heldByAnother(transaction: ClientBase, phoneId: string, token: bigint, own: Lease): Promise<boolean> {
    if (phoneId === own.phoneId && token === own.token) return false;
    return await isTokenAlive(transaction, phoneId, token, this.#testNow());
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
