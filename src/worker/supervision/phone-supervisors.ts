import type { FarmError } from '../../platform/index.js';
import { isFarmError } from '../../platform/index.js';
import type { ListedPhone } from '../adb/index.js';
import { PhoneSupervisor } from './phone-supervisor.js';
import type { SupervisorOptions } from './phone-supervisor.js';

/** One supervisor for every phone that an adb server has ever listed. */
export class PhoneSupervisors {
  readonly #options: Omit<SupervisorOptions, 'claim'>;
  readonly #supervisors = new Map<string, PhoneSupervisor>();
  readonly #claims = new Map<string, PhoneSupervisor>();
  readonly #refused = new Set<string>();
  #present: ReadonlySet<string> = new Set();

  constructor(options: Omit<SupervisorOptions, 'claim'>) {
    this.#options = options;
  }

  /** Tells every supervisor what the list says of its phone. */
  update(listed: readonly ListedPhone[]): void {
    const states = new Map(listed.map(({ adbSerial, state }) => [adbSerial, state]));
    this.#present = new Set(
      listed.filter(({ state }) => state === 'device').map(({ adbSerial }) => adbSerial),
    );
    for (const adbSerial of states.keys()) this.#ensure(adbSerial);
    for (const [adbSerial, supervisor] of this.#supervisors) supervisor.listed(states.get(adbSerial));
  }

  async stop(reason: FarmError): Promise<void> {
    await Promise.all([...this.#supervisors.values()].map((supervisor) => supervisor.stop(reason)));
  }

  #ensure(adbSerial: string): void {
    if (this.#supervisors.has(adbSerial) || this.#refused.has(adbSerial)) return;
    try {
      const claim: SupervisorOptions['claim'] = (serialNumber, supervisor) =>
        this.#claim(serialNumber, supervisor);
      this.#supervisors.set(adbSerial, new PhoneSupervisor(adbSerial, { ...this.#options, claim }));
    } catch (error) {
      if (!isFarmError(error)) throw error;
      this.#refused.add(adbSerial);
      this.#options.logger.warn({ adbSerial, code: error.code, reason: error.message }, 'a phone is refused');
    }
  }

  /** A phone that is reached in two ways belongs to the first of them, until that one is gone. */
  #claim(serialNumber: string, supervisor: PhoneSupervisor): boolean {
    const holder = this.#claims.get(serialNumber);
    if (holder !== undefined && holder !== supervisor && this.#present.has(holder.adbSerial)) return false;
    this.#claims.set(serialNumber, supervisor);
    return true;
  }
}
