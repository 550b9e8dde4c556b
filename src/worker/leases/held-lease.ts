import { isFarmError } from '../../platform/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import { workerError } from '../errors.js';
import type { Lease, LeaseStore } from './lease-store.js';

export interface HoldLeaseOptions {
  readonly store: LeaseStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly phoneId: string;
  /** Unique to this lease. */
  readonly holder: string;
  /** How long the phone stays unavailable to others when this process dies. It is renewed three times in that time. */
  readonly durationMs: number;
}

/** A lease that is renewed while it is held. Its signal aborts with LEASE_LOST as soon as it can no longer be relied on. */
export class HeldLease {
  readonly lease: Lease;
  readonly #options: HoldLeaseOptions;
  readonly #lost = new AbortController();
  readonly #stop = new AbortController();
  #renewedAtMs: number;

  private constructor(lease: Lease, requestedAtMs: number, options: HoldLeaseOptions) {
    this.lease = lease;
    this.#options = options;
    this.#renewedAtMs = requestedAtMs;
    void this.#heartbeat();
  }

  /** Throws LEASE_HELD. */
  static async acquire(options: HoldLeaseOptions): Promise<HeldLease> {
    const requestedAtMs = options.clock.monotonicMs();
    const lease = await options.store.acquire(options.phoneId, options.holder, options.durationMs);
    return new HeldLease(lease, requestedAtMs, options);
  }

  get signal(): AbortSignal {
    return this.#lost.signal;
  }

  async release(): Promise<void> {
    this.#stop.abort();
    await this.#options.store.release(this.lease);
  }

  async #heartbeat(): Promise<void> {
    const { clock, durationMs } = this.#options;
    while (await this.#pause(durationMs / 3)) {
      const requestedAtMs = clock.monotonicMs();
      const failure = await this.#renew();
      if (failure === undefined) this.#renewedAtMs = requestedAtMs;
      else if (this.#isOver(failure)) {
        this.#lost.abort(asLeaseLost(failure));
        return;
      } else
        this.#options.logger.warn(
          { error: failure, phoneId: this.lease.phoneId },
          'a lease could not be renewed',
        );
    }
  }

  async #pause(ms: number): Promise<boolean> {
    return await this.#options.clock.sleep(ms, this.#stop.signal).then(
      () => true,
      () => false,
    );
  }

  /** Never waits longer than the lease lives: a database that does not answer is no reason to go on. */
  async #renew(): Promise<unknown> {
    const { clock, store, durationMs } = this.#options;
    const leftMs = Math.max(0, this.#renewedAtMs + durationMs - clock.monotonicMs());
    const timer = new AbortController();
    const expiry = clock.sleep(leftMs, timer.signal).then(
      () => workerError('LEASE_LOST', 'the lease expired before the database answered'),
      () => undefined,
    );
    try {
      const renewal = store.renew(this.lease, durationMs).then(
        () => undefined,
        (error: unknown) => error,
      );
      return await Promise.race([renewal, expiry]);
    } finally {
      timer.abort();
    }
  }

  #isOver(failure: unknown): boolean {
    const { clock, durationMs } = this.#options;
    return isFarmError(failure, 'LEASE_LOST') || clock.monotonicMs() >= this.#renewedAtMs + durationMs;
  }
}

function asLeaseLost(failure: unknown): unknown {
  if (isFarmError(failure, 'LEASE_LOST')) return failure;
  return workerError('LEASE_LOST', 'the lease expired before it could be renewed', { cause: failure });
}
