import type { Clock } from '../../platform/clock.js';

/** Calls `onSilence` once when nothing has touched it for `silenceMs`. For transfers whose whole length says little. */
export class Watchdog {
  readonly #stop = new AbortController();
  #lastTouchMs: number;

  constructor(
    private readonly clock: Clock,
    private readonly silenceMs: number,
    onSilence: () => void,
  ) {
    this.#lastTouchMs = clock.monotonicMs();
    this.#watch().then(onSilence, () => undefined);
  }

  /** `patienceMs` is waited for on top of the usual silence, until the next touch. */
  touch(patienceMs = 0): void {
    this.#lastTouchMs = this.clock.monotonicMs() + patienceMs;
  }

  stop(): void {
    this.#stop.abort();
  }

  async #watch(): Promise<void> {
    for (;;) {
      const leftMs = this.#lastTouchMs + this.silenceMs - this.clock.monotonicMs();
      if (leftMs <= 0) return;
      await this.clock.sleep(leftMs, this.#stop.signal);
    }
  }
}
