import type { Clock } from '../../../platform/index.js';
import type { RunCircumstances } from '../results/run-result.js';

/** Circumstances of a run that is still going on. */
export type BegunCircumstances = Partial<RunCircumstances> & { readonly startedAt: Date };

/** Puts the time for which a job holds a phone down to its runs, one after the other. */
export class PhoneTime {
  readonly #clock: Clock;
  readonly #phoneId: string;
  /** Phone time up to here has been put down to a run. */
  #accountedUntilMs: number;

  constructor(clock: Clock, phoneId: string) {
    this.#clock = clock;
    this.#phoneId = phoneId;
    this.#accountedUntilMs = clock.monotonicMs();
  }

  /** Puts the phone time since the last run's end down to this run, where none was put down to it yet. */
  finished(circumstances: BegunCircumstances): RunCircumstances {
    const nowMs = this.#clock.monotonicMs();
    const phoneBusyMs = circumstances.phoneBusyMs ?? nowMs - this.#accountedUntilMs;
    if (circumstances.phoneBusyMs === undefined) this.#accountedUntilMs = nowMs;
    return {
      ...circumstances,
      phoneId: this.#phoneId,
      finishedAt: circumstances.finishedAt ?? new Date(this.#clock.nowMs()),
      phoneBusyMs,
    };
  }
}
