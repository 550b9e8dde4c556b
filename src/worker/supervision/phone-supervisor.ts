import { untilDatabaseAnswers } from '../../platform/database/index.js';
import type { Clock, FarmError, Logger } from '../../platform/index.js';
import { AdbPhone } from '../adb/index.js';
import type { AdbServer } from '../adb/index.js';
import { takeSnapshot } from '../conditions/index.js';
import type { FitnessThresholds } from '../conditions/index.js';
import { workerError } from '../errors.js';
import { completedIdentity, fleetEntry, limitsFor } from '../phones/fleet.js';
import type { Fleet } from '../phones/fleet.js';
import { checkedIdentity } from '../phones/check-identity.js';
import { readIdentity } from '../phones/identity.js';
import type { PhoneIdentity } from '../phones/identity.js';
import { meaningOfListing } from '../phones/listed-state.js';
import type { ObservedPhoneState, PhoneRecords } from '../phones/phone-records.js';
import type { Strangers } from '../phones/strangers.js';
import type { PhoneLimits } from '../phones/thresholds.js';
import { countsAgainstPhone } from '../recovery/quarantine.js';
import type { QuarantinePolicy } from '../recovery/quarantine.js';
import { asFarmError } from '../as-farm-error.js';
import type { AttachedPhone } from '../runs/attached-phone.js';
import { runCanary } from '../runs/reference/canary.js';
import { measureOnPhone } from './measure-phone.js';
import type { MeasureOptions } from './measure-phone.js';
import { observedState, stateAfter } from './observed-state.js';
import { PhonePresence } from './phone-presence.js';
import { recoverPhone } from './recover-phone.js';

export interface SupervisorOptions extends MeasureOptions {
  readonly server: AdbServer;
  readonly records: PhoneRecords;
  readonly strangers: Strangers;
  readonly hostId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly thresholds: FitnessThresholds;
  readonly quarantine: QuarantinePolicy;
  readonly fleet: Fleet;
  readonly bootMs: number;
  /** How long a phone that failed or is kept out is left alone before it is looked at again. */
  readonly retryMs: number;
  /** Why this supervisor may not have a phone: another one has it, through another cable or address, or a phone of the same number. */
  readonly claim: (phone: ClaimedPhone, supervisor: PhoneSupervisor) => string | undefined;
}

/** What a supervisor asks for. */
export type ClaimedPhone = Pick<PhoneIdentity, 'serialNumber' | 'bootId'>;

/** Sees one phone of the adb server through its life: attached, measuring, failing, recovered, kept out, gone. */
export class PhoneSupervisor {
  readonly adbSerial: string;
  readonly #options: SupervisorOptions;
  readonly #adb: AdbPhone;
  readonly #stop = new AbortController();
  readonly #life: Promise<void>;
  readonly #presence: PhonePresence;
  #phone: AttachedPhone | undefined;
  /** What holds for the phone, by the fleet file. */
  #limits: PhoneLimits;
  /** What was last wrong with it ({@link complaintOf}). */
  #complaint: string | undefined;
  /** As what it was last written down when it could not go on; undefined since it was attached. */
  #noted: ObservedPhoneState | undefined;
  /** What is still being written down of the list, in its order. */
  #reports: Promise<void> = Promise.resolve();

  /** Throws ADB_SERIAL_INVALID. */
  constructor(adbSerial: string, options: SupervisorOptions) {
    this.adbSerial = adbSerial;
    this.#options = options;
    this.#adb = new AdbPhone(options.server, adbSerial);
    this.#limits = this.#usualLimits;
    this.#presence = new PhonePresence(adbSerial);
    this.#life = this.#live();
  }

  /** The adb server's word for the phone now; `undefined` when it is not in the list. */
  listed(word: string | undefined): void {
    const { strangers, server } = this.#options;
    if (!this.#presence.listed(word, server.wasLostLately()) || word === 'device') return;
    if (word === undefined) this.#report(() => strangers.forget(this.adbSerial));
    else this.#report(() => strangers.note(this.adbSerial, meaningOfListing(word)));
  }

  /** The adb server does not answer: no phone can be used, and none is to blame. */
  serverLost(): void {
    this.#presence.serverLost();
  }

  /** Ends the run at hand within the grace period, or gives it back to its queue. */
  async stop(reason: FarmError): Promise<void> {
    this.#stop.abort(reason);
    this.#presence.wake();
    await this.#life;
    await this.#reports;
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
    while (!this.#stop.signal.aborted && this.#presence.isAway) {
      const arrived = this.#presence.nextArrival();
      await this.#noteAbsence();
      await arrived;
    }
    return !this.#stop.signal.aborted;
  }

  /** A phone that is lost while nothing is done with it, as between two attempts, is away like any other. */
  async #noteAbsence(): Promise<void> {
    if (this.#noted === 'OFFLINE' || this.#noted === 'UNAUTHORIZED') return;
    await this.#observe('OFFLINE', this.#presence.reason);
  }

  get #signal(): AbortSignal {
    return AbortSignal.any([this.#stop.signal, this.#presence.signal]);
  }

  /** Reads what the phone is and how it is, and writes both down. */
  async #attach(): Promise<void> {
    const { records, strangers, hostId, logger, claim } = this.#options;
    const told = await readIdentity(this.#adb, this.#signal);
    const entry = fleetEntry(this.#options.fleet, told.serialNumber);
    const refusal = claim(told, this);
    if (refusal !== undefined) {
      this.#phone = undefined;
      await strangers.note(this.adbSerial, { state: 'UNUSABLE', reason: refusal });
      return;
    }
    const completed = completedIdentity(told, entry);
    const identity = checkedIdentity(completed, await records.clustersBefore(completed));
    const { serialNumber, deviceModel, abis, coreClusters, gpuModel } = identity;
    await strangers.forget(this.adbSerial);
    this.#limits = limitsFor(this.#options.fleet, serialNumber, this.#usualLimits);
    const record = await records.phoneAttached(hostId, this.adbSerial, identity, entry?.labels);
    this.#phone = { ...record, serialNumber, deviceModel, abis, coreClusters, gpuModel, adb: this.#adb };
    this.#noted = undefined;
    const { state, reason } = await this.#look(this.#phone, this.#signal);
    logger.info(
      { adbSerial: this.adbSerial, serialNumber, pool: record.poolKey, state },
      'a phone is attached',
    );
    if (state !== 'NO_SPACE') this.#complaint = undefined;
    if (state === 'NOT_BOOTED' || state === 'NO_SPACE') {
      const kinds = [state === 'NOT_BOOTED' ? 'not-booted' : 'no-space'];
      throw workerError('PHONE_NOT_FIT', `phone ${serialNumber}: ${reason ?? state}`, { details: { kinds } });
    }
  }

  /** Sees how the phone is, and writes it down. */
  async #look({ phoneId }: AttachedPhone, signal: AbortSignal): Promise<ReturnType<typeof observedState>> {
    const { records } = this.#options;
    const seen = observedState(await takeSnapshot(this.#adb, signal), this.#limits.fitness);
    await records.observe(phoneId, seen.state, seen.reason);
    return seen;
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
        const signals = { gone: this.#presence.signal, any: this.#signal };
        await measureOnPhone(phone, this.#ownOptions, (signal) => this.#look(phone, signal), signals);
      }
    }
  }

  /** What holds for phones of which the fleet file says nothing. */
  get #usualLimits(): PhoneLimits {
    const { thresholds, quarantine, jobs } = this.#options;
    return { fitness: thresholds, quarantine, maxDrift: jobs.maxDrift };
  }

  get #ownOptions(): MeasureOptions {
    const { fitness, quarantine, maxDrift } = this.#limits;
    const { monitor, jobs } = this.#options;
    return {
      ...this.#options,
      ...{ quarantine, monitor: { ...monitor, thresholds: fitness }, jobs: { ...jobs, maxDrift } },
    };
  }

  /** A phone that comes out of quarantine first shows that it can measure. */
  async #prove(phone: AttachedPhone): Promise<void> {
    const { records, jobs } = this.#options;
    const meanUs = await runCanary(jobs, phone, this.#signal);
    await records.note(phone.phoneId, 'canary', { meanUs: meanUs ?? null });
    await records.release(phone.phoneId);
  }

  /** Writes down what went wrong, and does what can be done about it. A phone that is kept out is left alone. */
  async #handle(failure: FarmError): Promise<void> {
    const { logger } = this.#options;
    if (this.#stop.signal.aborted) return;
    const { adbSerial } = this;
    const told = { adbSerial, code: failure.code, reason: failure.message };
    // What stays as it is was said already.
    const complaint = complaintOf(failure);
    if (complaint === this.#complaint) logger.debug(told, 'a phone still cannot go on');
    else logger.warn(told, 'a phone cannot go on');
    this.#complaint = complaint;
    try {
      if (await this.#isKeptOut()) return;
      await this.#note(failure);
      // A phone that lets nobody in, and that nobody knows, is not restarted over and over.
      const refused = this.#phone === undefined && failure.code === 'ADB_REFUSED';
      if (!this.#presence.isAway && !refused && countsAgainstPhone(failure.code)) await this.#recover();
    } catch (error) {
      this.#warn(error);
    }
  }

  async #isKeptOut(): Promise<boolean> {
    if (this.#phone === undefined) return false;
    const { state } = await this.#options.records.standing(this.#phone.phoneId);
    return state === 'DRAINED' || state === 'MAINTENANCE';
  }

  async #note(failure: FarmError): Promise<void> {
    const { records, strangers } = this.#options;
    const { quarantine } = this.#limits;
    const seen = { state: stateAfter(failure), reason: failure.message };
    if (this.#phone === undefined) {
      if (!this.#presence.isAway) await strangers.note(this.adbSerial, seen);
      return;
    }
    const { phoneId } = this.#phone;
    // What was seen first: a judgement stands above it, and may fail.
    await this.#observe(seen.state, seen.reason);
    if (countsAgainstPhone(failure.code)) await records.countFailure(phoneId, failure, quarantine);
    if (failure.code === 'PHONE_DRIFTED') await records.countDrift(phoneId, failure, quarantine);
    else await records.judgeHealth(phoneId, quarantine);
  }

  async #recover(): Promise<void> {
    const helped = await recoverPhone(this.#adb, this.#phone, this.#options, this.#stop.signal);
    if (this.#phone === undefined) return;
    await this.#options.records.note(this.#phone.phoneId, 'recovery', { helped: helped ?? 'nothing' });
  }

  async #observe(state: ObservedPhoneState, reason: string): Promise<void> {
    if (this.#phone === undefined) return;
    const { phoneId } = this.#phone;
    try {
      const waiting = { ...this.#options, signal: this.#stop.signal };
      await untilDatabaseAnswers(() => this.#options.records.observe(phoneId, state, reason), waiting);
      this.#noted = state;
    } catch (error) {
      this.#warn(error);
    }
  }

  #report(write: () => Promise<void>): void {
    this.#reports = this.#reports.then(write).catch((error: unknown) => this.#warn(error));
  }

  async #pause(ms: number): Promise<void> {
    await this.#options.clock.sleep(ms, this.#signal).catch(() => undefined);
  }

  #warn(error: unknown): void {
    const { code, message } = asFarmError(error);
    this.#options.logger.warn(
      { adbSerial: this.adbSerial, code, reason: message },
      'a phone was not looked after',
    );
  }
}

/** What is wrong, without the numbers that change from look to look. */
function complaintOf({ code, message, details }: FarmError): string {
  return code === 'PHONE_NOT_FIT' ? `${code} ${JSON.stringify(details['kinds'])}` : message;
}
