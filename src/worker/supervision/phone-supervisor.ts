import type { Clock, FarmError, Logger } from '../../platform/index.js';
import { AdbPhone } from '../adb/index.js';
import type { AdbServer } from '../adb/index.js';
import { takeSnapshot } from '../conditions/index.js';
import type { FitnessThresholds } from '../conditions/index.js';
import type { PhoneSettings } from '../conditions/settings.js';
import { workerError } from '../errors.js';
import { completedIdentity, fleetEntry } from '../phones/fleet.js';
import type { Fleet } from '../phones/fleet.js';
import { readIdentity } from '../phones/identity.js';
import type { ObservedPhoneState, PhoneRecords } from '../phones/phone-records.js';
import { countsAgainstPhone } from '../recovery/quarantine.js';
import type { QuarantinePolicy } from '../recovery/quarantine.js';
import { asFarmError } from '../runs/as-farm-error.js';
import type { AttachedPhone } from '../runs/attached-phone.js';
import { runCanary } from '../runs/canary.js';
import { observedState, stateAfter } from './observed-state.js';
import { PhoneRunner } from './phone-runner.js';
import type { PhoneRunnerOptions } from './phone-runner.js';
import { recoverPhone } from './recover-phone.js';
import { borrowSettings, returnSettings } from './settings-keeper.js';

export interface SupervisorOptions extends Omit<PhoneRunnerOptions, 'onSuccess'> {
  readonly server: AdbServer;
  readonly records: PhoneRecords;
  readonly hostId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly thresholds: FitnessThresholds;
  readonly quarantine: QuarantinePolicy;
  readonly fleet: Fleet;
  /** Program and arguments that switch a phone's USB power off and on; `{serial}` stands for its adb serial. */
  readonly powerCycleCommand?: readonly string[];
  readonly bootMs: number;
  /** How long a run may go on when its worker stops. */
  readonly graceMs: number;
  /** How long a phone that failed or is kept out is left alone before it is looked at again. */
  readonly retryMs: number;
  /** How often an idle phone is asked whether it is alive, and an operator's word is looked for. */
  readonly watchMs: number;
  /** False when another supervisor has the same physical phone, through another cable or address. */
  readonly claim: (serialNumber: string, supervisor: PhoneSupervisor) => boolean;
}

/** Sees one phone of the adb server through its life: attached, measuring, failing, recovered, kept out, gone. */
export class PhoneSupervisor {
  readonly adbSerial: string;
  readonly #options: SupervisorOptions;
  readonly #adb: AdbPhone;
  readonly #stop = new AbortController();
  readonly #life: Promise<void>;
  /** Aborts when the adb server does not list the phone as usable any more. */
  #presence = new AbortController();
  #arrived: () => void = () => undefined;
  #phone: AttachedPhone | undefined;

  /** Throws ADB_SERIAL_INVALID. */
  constructor(adbSerial: string, options: SupervisorOptions) {
    this.adbSerial = adbSerial;
    this.#options = options;
    this.#adb = new AdbPhone(options.server, adbSerial);
    this.#presence.abort(this.#absent('not listed yet'));
    this.#life = this.#live();
  }

  /** What the adb server's list says of the phone now; `undefined` when it is not in it. */
  listed(state: string | undefined): void {
    const present = !this.#presence.signal.aborted;
    if (state === 'device') {
      if (present) return;
      this.#presence = new AbortController();
      this.#arrived();
      return;
    }
    if (present) this.#presence.abort(this.#absent(`the adb server lists it as ${state ?? 'gone'}`));
    if (state === 'unauthorized')
      void this.#observe('UNAUTHORIZED', 'it asks whether to allow USB debugging');
  }

  /** Ends the run at hand within the grace period, or gives it back to its queue. */
  async stop(reason: FarmError): Promise<void> {
    this.#stop.abort(reason);
    this.#arrived();
    await this.#life;
    await this.#observe('OFFLINE', 'the worker of its host was stopped');
  }

  async #live(): Promise<void> {
    while (await this.#present()) {
      try {
        await this.#attach();
        if (this.#phone !== undefined) await this.#serve(this.#phone);
      } catch (error) {
        await this.#handle(asFarmError(error));
      }
      await this.#pause(this.#options.retryMs);
    }
  }

  /** Waits until the adb server lists the phone; false when the worker stops. */
  async #present(): Promise<boolean> {
    while (!this.#stop.signal.aborted && this.#presence.signal.aborted) {
      await new Promise<void>((resolve) => (this.#arrived = resolve));
    }
    return !this.#stop.signal.aborted;
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#stop.signal, this.#presence.signal]);
  }

  /** Reads what the phone is and how it is, and writes both down. */
  async #attach(): Promise<void> {
    const { records, hostId, logger, thresholds, claim } = this.#options;
    const told = await readIdentity(this.#adb, this.#signal);
    const entry = fleetEntry(this.#options.fleet, told.serialNumber);
    const identity = completedIdentity(told, entry);
    const { serialNumber, abis, coreClusters } = identity;
    if (!claim(serialNumber, this)) return;
    const record = await records.phoneAttached(hostId, this.adbSerial, identity, entry?.labels);
    this.#phone = { ...record, serialNumber, abis, coreClusters, adb: this.#adb };
    const { state, reason } = observedState(await takeSnapshot(this.#adb, this.#signal), thresholds);
    await this.#options.records.observe(record.phoneId, state, reason);
    logger.info(
      { adbSerial: this.adbSerial, serialNumber, pool: record.poolKey, state },
      'a phone is attached',
    );
    if (state === 'NOT_BOOTED' || state === 'NO_SPACE') {
      const kinds = [state === 'NOT_BOOTED' ? 'not-booted' : 'no-space'];
      throw workerError('PHONE_NOT_FIT', `phone ${serialNumber}: ${reason ?? state}`, { details: { kinds } });
    }
  }

  /** Lets the phone measure as long as it is there and nobody keeps it out. Throws what ends that. */
  async #serve(phone: AttachedPhone): Promise<void> {
    for (;;) {
      this.#signal.throwIfAborted();
      const { state, quarantinedUntil } = await this.#options.records.standing(phone.phoneId);
      if (state === 'DRAINED' || state === 'MAINTENANCE') {
        await this.#pause(this.#options.watchMs);
      } else if (state === 'QUARANTINED') {
        const leftMs = Number(quarantinedUntil ?? 0) - this.#options.clock.nowMs();
        if (leftMs > 0) await this.#pause(Math.min(leftMs, this.#options.watchMs));
        else await this.#prove(phone);
      } else {
        await this.#measure(phone);
      }
    }
  }

  /** A phone that comes out of quarantine first shows that it can measure. */
  async #prove(phone: AttachedPhone): Promise<void> {
    const { records, jobs } = this.#options;
    const meanUs = await runCanary(jobs, phone, this.#signal);
    await records.note(phone.phoneId, 'canary', { meanUs: meanUs ?? null });
    await records.countSuccess(phone.phoneId);
  }

  /** Runs jobs until an operator keeps the phone out. Throws what went wrong with the phone. */
  async #measure(phone: AttachedPhone): Promise<void> {
    const { records, graceMs } = this.#options;
    const ownSettings = await borrowSettings(phone, records, this.#signal);
    const onSuccess = () =>
      void records.countSuccess(phone.phoneId).catch((error: unknown) => this.#warn(error));
    const runner = new PhoneRunner(phone, { ...this.#options, onSuccess });
    const watching = new AbortController();
    let ending: FarmError | undefined;
    try {
      const gone = rejectedBy(this.#signal);
      const withheld = this.#untilWithheld(phone, runner, AbortSignal.any([watching.signal, this.#signal]));
      ending = await Promise.race([gone, runner.failed, withheld]);
    } catch (error) {
      ending = asFarmError(error);
    }
    watching.abort();
    const atOnce = this.#presence.signal.aborted;
    await runner.close(atOnce ? 0 : graceMs, ending ?? workerError('ADB_ABORTED', 'the phone is kept out'));
    if (!atOnce) await this.#returnSettings(phone, ownSettings);
    if (ending !== undefined) throw ending;
  }

  /** A phone that does not take them back now gets them back when it is next set up and let go. */
  async #returnSettings(phone: AttachedPhone, ownSettings: PhoneSettings): Promise<void> {
    try {
      await returnSettings(phone, ownSettings, this.#options.records, AbortSignal.timeout(10_000));
    } catch (error) {
      this.#warn(error);
    }
  }

  /** Resolves when an operator drains the phone. Rejects when it is idle and does not answer: being listed proves nothing. */
  async #untilWithheld(phone: AttachedPhone, runner: PhoneRunner, signal: AbortSignal): Promise<undefined> {
    const { clock, records, watchMs } = this.#options;
    for (;;) {
      await clock.sleep(watchMs, signal);
      const { state } = await records.standing(phone.phoneId);
      if (state === 'DRAINED' || state === 'MAINTENANCE' || state === 'QUARANTINED') return undefined;
      if (!runner.busy && !(await phone.adb.isAlive({ signal })) && !signal.aborted) {
        throw workerError('ADB_TIMEOUT', `phone ${phone.serialNumber} is listed and does not answer`);
      }
    }
  }

  /** Writes down what went wrong, and does what can be done about it. */
  async #handle(failure: FarmError): Promise<void> {
    const { records, quarantine, logger } = this.#options;
    const phone = this.#phone;
    if (this.#stop.signal.aborted) return;
    const { adbSerial } = this;
    logger.warn({ adbSerial, code: failure.code, reason: failure.message }, 'a phone cannot go on');
    try {
      if (phone !== undefined) {
        if (countsAgainstPhone(failure.code)) await records.countFailure(phone.phoneId, failure, quarantine);
        await this.#observe(stateAfter(failure), failure.message);
      }
      if (!this.#presence.signal.aborted && countsAgainstPhone(failure.code)) await this.#recover();
    } catch (error) {
      this.#warn(error);
    }
  }

  async #recover(): Promise<void> {
    const helped = await recoverPhone(this.#adb, this.#phone, this.#options, this.#stop.signal);
    if (this.#phone === undefined) return;
    await this.#options.records.note(this.#phone.phoneId, 'recovery', { helped: helped ?? 'nothing' });
  }

  async #observe(state: ObservedPhoneState, reason: string): Promise<void> {
    if (this.#phone === undefined) return;
    try {
      await this.#options.records.observe(this.#phone.phoneId, state, reason);
    } catch (error) {
      this.#warn(error);
    }
  }

  async #pause(ms: number): Promise<void> {
    await this.#options.clock.sleep(ms, this.#signal).catch(() => undefined);
  }

  #absent(reason: string): FarmError {
    return workerError('PHONE_LOST', `phone ${this.adbSerial} is lost: ${reason}`);
  }

  #warn(error: unknown): void {
    const { code, message } = asFarmError(error);
    this.#options.logger.warn(
      { adbSerial: this.adbSerial, code, reason: message },
      'a phone was not looked after',
    );
  }
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
  });
}
