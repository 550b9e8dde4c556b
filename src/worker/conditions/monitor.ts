import type { AdbPhone } from '../adb/index.js';
import { workerError } from '../errors.js';
import { unfitnessOf } from './fitness.js';
import { refreshSnapshot, takeSnapshot } from './snapshot.js';
import type { ConditionsSnapshot } from './snapshot.js';
import { waitForFitness } from './wait-for-fitness.js';
import type { FitnessWaitOptions } from './wait-for-fitness.js';

export interface MonitorOptions extends FitnessWaitOptions {
  /** How old a reading of heat, clocks and battery may be before another run begins. */
  readonly freshMs: number;
  /** How old a reading of everything else may be: load, space, wakefulness. */
  readonly completeMs: number;
  /** How often a long run is looked at. */
  readonly duringMs: number;
}

/** A reading of the conditions, and when it was taken, on the host's monotonic clock. */
interface Reading {
  readonly snapshot: ConditionsSnapshot;
  readonly takenAtMs: number;
}

/**
 * Knows the conditions of one phone while it measures, and reads them again when they may have changed: reading costs phone
 * time, and heat does not change within a second or two.
 */
export class ConditionsMonitor {
  readonly #phone: AdbPhone;
  readonly #options: MonitorOptions;
  #latest: Reading | undefined;
  #complete: Reading | undefined;

  constructor(phone: AdbPhone, options: MonitorOptions) {
    this.#phone = phone;
    this.#options = options;
  }

  /** Forgets everything read: the phone was out of sight. */
  forget(): void {
    this.#latest = undefined;
    this.#complete = undefined;
  }

  /** The conditions as soon as the phone is fit for a run on the given cores. Throws PHONE_NOT_FIT. */
  async whenFit(neededCpus: readonly number[], signal: AbortSignal): Promise<ConditionsSnapshot> {
    const current = await this.current(signal);
    if (unfitnessOf(current, this.#options.thresholds, neededCpus).length === 0) return current;
    const fit = await waitForFitness(this.#phone, neededCpus, signal, this.#options);
    this.#remember(fit, true);
    return fit;
  }

  /** A reading that is fresh enough. */
  async current(signal: AbortSignal): Promise<ConditionsSnapshot> {
    const { freshMs, completeMs } = this.#options;
    if (this.#complete === undefined || this.#ageMs(this.#complete) > completeMs) {
      return this.#remember(await takeSnapshot(this.#phone, signal), true);
    }
    if (this.#latest !== undefined && this.#ageMs(this.#latest) <= freshMs) return this.#latest.snapshot;
    const known = this.#latest ?? this.#complete;
    return this.#remember(await refreshSnapshot(this.#phone, known.snapshot, signal), false);
  }

  /**
   * Looks at the phone now and then until a run ends; resolves with what the run resolves with, and what was seen. A phone that
   * does not answer twice in a row has hung itself: the run's signal aborts with PHONE_LOST, long before its deadline.
   */
  async during<T>(
    run: (signal: AbortSignal) => Promise<T>,
    known: ConditionsSnapshot,
    signal: AbortSignal,
  ): Promise<{ readonly result: T; readonly seen: readonly ConditionsSnapshot[] }> {
    const seen: ConditionsSnapshot[] = [];
    const hung = new AbortController();
    const ended = new AbortController();
    void this.#watch(known, seen, hung, AbortSignal.any([signal, ended.signal]));
    try {
      return { result: await run(AbortSignal.any([signal, hung.signal])), seen };
    } finally {
      ended.abort();
    }
  }

  async #watch(
    known: ConditionsSnapshot,
    seen: ConditionsSnapshot[],
    hung: AbortController,
    ended: AbortSignal,
  ): Promise<void> {
    let missed = 0;
    while (!ended.aborted && missed < 2) {
      try {
        await this.#options.clock.sleep(this.#options.duringMs, ended);
        seen.push(await refreshSnapshot(this.#phone, known, ended));
        missed = 0;
      } catch {
        missed += 1;
      }
    }
    if (ended.aborted) return;
    hung.abort(
      workerError('PHONE_LOST', `phone ${this.#phone.adbSerial} does not answer in the middle of a run`),
    );
  }

  #remember(snapshot: ConditionsSnapshot, complete: boolean): ConditionsSnapshot {
    this.#latest = { snapshot, takenAtMs: this.#options.clock.monotonicMs() };
    if (complete) this.#complete = this.#latest;
    return snapshot;
  }

  #ageMs({ takenAtMs }: Reading): number {
    return this.#options.clock.monotonicMs() - takenAtMs;
  }
}
