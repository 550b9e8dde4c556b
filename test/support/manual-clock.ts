import type { Clock } from '../../src/platform/index.js';

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  #elapsedMs = 0;
  #sleepers: Sleeper[] = [];

  constructor(private readonly startMs = Date.UTC(2026, 0, 1)) {}

  nowMs(): number {
    return this.startMs + this.#elapsedMs;
  }

  monotonicMs(): number {
    return this.#elapsedMs;
  }

  /** How many wait for the clock to move. */
  get sleeperCount(): number {
    return this.#sleepers.length;
  }

  /** How far the clock has to move until the next sleeper wakes; `undefined` when nobody sleeps. */
  get nextWakeInMs(): number | undefined {
    const times = this.#sleepers.map(({ wakeAtMs }) => wakeAtMs - this.#elapsedMs);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason as Error);
        return;
      }
      const sleeper = { wakeAtMs: this.#elapsedMs + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason as Error);
      });
    });
  }

  /** Moves time and wakes whoever slept until then. What they do next happens after the caller awaits something. */
  advance(ms: number): void {
    this.#elapsedMs += ms;
    const due = this.#sleepers.filter(({ wakeAtMs }) => wakeAtMs <= this.#elapsedMs);
    this.#sleepers = this.#sleepers.filter((sleeper) => !due.includes(sleeper));
    for (const { wake } of due) wake();
  }
}
