import type { Clock } from '../../platform/index.js';

/** Below this a clock counts as right: hosts that keep time by NTP differ by less, and no duration here is as short. */
const toleratedMs = 2_000;

/**
 * The clock of this host, put right by that of the database: what workers of hosts with different clocks write down can be compared.
 * Durations are the host's own.
 */
export class HostClock implements Clock {
  readonly #own: Clock;
  #aheadMs = 0;

  constructor(own: Clock) {
    this.#own = own;
  }

  /** By how much the host's clock was ahead of the database's when they were last compared; 0 where that is within what is tolerated. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  nowMs(): number {
    return this.#own.nowMs() - this.#aheadMs;
  }

  monotonicMs(): number {
    return this.#own.monotonicMs();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return this.#own.sleep(ms, signal);
  }

  /** Asks the database for its time. A slow answer tells less: half of what it took is uncertain. */
  async compare(databaseTime: () => Promise<Date>): Promise<void> {
    const askedAtMs = this.#own.monotonicMs();
    const databaseMs = Number(await databaseTime());
    const tookMs = this.#own.monotonicMs() - askedAtMs;
    const aheadMs = Math.round(this.#own.nowMs() - tookMs / 2 - databaseMs);
    this.#aheadMs = Math.abs(aheadMs) > toleratedMs + tookMs / 2 ? aheadMs : 0;
  }
}
