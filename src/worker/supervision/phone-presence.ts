import type { FarmError } from '../../platform/index.js';
import { asFarmError } from '../as-farm-error.js';
import { workerError } from '../errors.js';

/** Whether the adb server lists one phone as usable, told by the server's words for it. A phone is away until it is listed. */
export class PhonePresence {
  readonly #adbSerial: string;
  #usable = new AbortController();
  #arrived: () => void = () => undefined;
  #word: string | undefined;

  constructor(adbSerial: string) {
    this.#adbSerial = adbSerial;
    this.#usable.abort(this.#absent('not listed yet'));
  }

  /** Aborts when the phone is not usable any more; another one from its next arrival on. */
  get signal(): AbortSignal {
    return this.#usable.signal;
  }

  get isAway(): boolean {
    return this.#usable.signal.aborted;
  }

  /** Why it is away. */
  get reason(): string {
    return asFarmError(this.#usable.signal.reason).message;
  }

  /** Resolves when the phone arrives, or when its waiter is woken. */
  nextArrival(): Promise<void> {
    return new Promise((resolve) => (this.#arrived = resolve));
  }

  /** Ends the waiting for an arrival. */
  wake(): void {
    this.#arrived();
  }

  /**
   * The server's word for the phone now, `undefined` when it is not in the list. `restarted`: the server was lost a moment ago, so that
   * what is missing is none of the phone's doing. Returns whether that is news.
   */
  listed(word: string | undefined, restarted: boolean): boolean {
    if (word === this.#word) return false;
    this.#word = word;
    if (word === 'device') {
      this.#usable = new AbortController();
      this.wake();
      return true;
    }
    const reason = `the adb server lists it as ${word ?? 'gone'}`;
    const lost = workerError('ADB_SERVER_LOST', `the adb server has started again: ${reason}`);
    this.#usable.abort(restarted ? lost : this.#absent(reason));
    return true;
  }

  /** The server does not answer: no phone can be used, and none is to blame. */
  serverLost(): void {
    if (this.#word === undefined && this.isAway) return;
    this.#word = undefined;
    this.#usable.abort(workerError('ADB_SERVER_LOST', 'the adb server does not answer'));
  }

  #absent(reason: string): FarmError {
    return workerError('PHONE_LOST', `phone ${this.#adbSerial} is lost: ${reason}`);
  }
}
