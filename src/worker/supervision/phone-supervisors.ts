import type { FarmError } from '../../platform/index.js';
import { isFarmError } from '../../platform/index.js';
import type { ListedPhone } from '../adb/index.js';
import { PhoneSupervisor } from './phone-supervisor.js';
import type { ClaimedPhone, SupervisorOptions } from './phone-supervisor.js';

/** One supervisor for every phone that an adb server has ever listed. */
export class PhoneSupervisors {
  readonly #options: Omit<SupervisorOptions, 'claim'>;
  readonly #supervisors = new Map<string, PhoneSupervisor>();
  readonly #claims = new Map<
    string,
    { readonly supervisor: PhoneSupervisor; readonly bootId: string | undefined }
  >();
  readonly #refused = new Set<string>();
  /** Which of several phones with one serial number bears it, by serial number: the adb serial of the first. */
  readonly #disputed = new Map<string, string>();
  #present: ReadonlySet<string> = new Set();

  constructor(options: Omit<SupervisorOptions, 'claim'>) {
    this.#options = options;
  }

  /** Tells every supervisor what the list says of its phone; `undefined` stands for an adb server that does not answer. */
  update(listed: readonly ListedPhone[] | undefined): void {
    if (listed === undefined) {
      this.#present = new Set();
      for (const supervisor of this.#supervisors.values()) supervisor.serverLost();
      return;
    }
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
      const claim: SupervisorOptions['claim'] = (phone, supervisor) => this.#claim(phone, supervisor);
      this.#supervisors.set(adbSerial, new PhoneSupervisor(adbSerial, { ...this.#options, claim }));
    } catch (error) {
      if (!isFarmError(error)) throw error;
      this.#refused.add(adbSerial);
      this.#options.logger.warn({ adbSerial, code: error.code, reason: error.message }, 'a phone is refused');
    }
  }

  /**
   * A phone that is reached in two ways belongs to the first of them, until that one is gone. Of two phones that call themselves the same, as
   * their boots tell, the second is never measured under the name of the first, whether that one is there or not.
   */
  #claim({ serialNumber, bootId }: ClaimedPhone, supervisor: PhoneSupervisor): string | undefined {
    const { adbSerial } = supervisor;
    const bearer = this.#disputed.get(serialNumber);
    if (bearer !== undefined && bearer !== adbSerial) return otherPhone(serialNumber, bearer);
    const holder = this.#claims.get(serialNumber);
    if (
      holder !== undefined &&
      holder.supervisor !== supervisor &&
      this.#present.has(holder.supervisor.adbSerial)
    ) {
      const first = holder.supervisor.adbSerial;
      if (bootId === undefined || holder.bootId === undefined || bootId === holder.bootId) {
        return `it is reached as ${first} already, and measured there`;
      }
      this.#disputed.set(serialNumber, first);
      return otherPhone(serialNumber, first);
    }
    this.#claims.set(serialNumber, { supervisor, bootId });
    return undefined;
  }
}

function otherPhone(serialNumber: string, bearer: string): string {
  return `another phone, ${bearer}, has its serial number ${serialNumber}: give one of them a number of its own, or leave one out`;
}
