import type { Clock, FarmError, Logger } from '../platform/index.js';
import { AdbPhone } from './adb/index.js';
import type { AdbServer, ListedPhone } from './adb/index.js';
import { PhoneRunner } from './phone-runner.js';
import type { PhoneRunnerOptions } from './phone-runner.js';
import { readIdentity } from './phones/identity.js';
import type { PhoneRecords } from './phones/phone-records.js';
import type { AttachedPhone } from './runs/attached-phone.js';
import { asFarmError } from './runs/as-farm-error.js';

export interface PhoneKeeperOptions extends Omit<PhoneRunnerOptions, 'onFailure'> {
  readonly server: AdbServer;
  readonly records: PhoneRecords;
  readonly hostId: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How long a run may go on when its worker stops. */
  readonly graceMs: number;
  /** How long a phone that failed is left alone before it is looked at again. */
  readonly retryMs: number;
}

/** What is being done with a phone that the adb server lists. */
interface Keeping {
  readonly adbSerial: string;
  /** The serial number, once the phone has told it. */
  phone?: AttachedPhone;
  runner?: PhoneRunner;
  /** Attaching or detaching; settled when neither is under way. Never rejects. */
  work: Promise<void>;
  busy: boolean;
  retryAtMs: number;
}

/** Attaches the phones that the adb server lists, lets them run jobs, and detaches them when they are gone or fail. */
export class PhoneKeeper {
  readonly #options: PhoneKeeperOptions;
  readonly #keepings = new Map<string, Keeping>();
  readonly #stop = new AbortController();

  constructor(options: PhoneKeeperOptions) {
    this.#options = options;
  }

  /** The phones that run jobs now. */
  get attached(): readonly AttachedPhone[] {
    return [...this.#keepings.values()].flatMap(({ runner, phone }) => (runner && phone ? [phone] : []));
  }

  /** Compares the list with what is attached, and starts what follows from it. Does not wait for slow phones. */
  update(listed: readonly ListedPhone[]): void {
    const usable = new Set(
      listed.filter(({ state }) => state === 'device').map(({ adbSerial }) => adbSerial),
    );
    for (const { adbSerial, state } of listed)
      if (state === 'unauthorized') this.#noteUnauthorized(adbSerial);
    for (const keeping of this.#keepings.values()) {
      if (keeping.runner !== undefined && !usable.has(keeping.adbSerial)) {
        this.#do(keeping, () => this.#detach(keeping, 'the adb server does not list it as usable any more'));
      }
    }
    const nowMs = this.#options.clock.monotonicMs();
    for (const adbSerial of usable) {
      const keeping = this.#keepingOf(adbSerial);
      if (keeping.runner === undefined && nowMs >= keeping.retryAtMs)
        this.#do(keeping, () => this.#attach(keeping));
    }
  }

  /** Detaches all phones; runs at hand end or go back to their queue. */
  async close(reason: Error): Promise<void> {
    this.#stop.abort(reason);
    const keepings = [...this.#keepings.values()];
    await Promise.all(keepings.map(({ work }) => work));
    await Promise.all(
      keepings.flatMap(({ runner }) => (runner ? [runner.close(this.#options.graceMs, reason)] : [])),
    );
  }

  #keepingOf(adbSerial: string): Keeping {
    const known = this.#keepings.get(adbSerial);
    if (known !== undefined) return known;
    const keeping: Keeping = {
      adbSerial,
      work: Promise.resolve(),
      busy: false,
      retryAtMs: Number.NEGATIVE_INFINITY,
    };
    this.#keepings.set(adbSerial, keeping);
    return keeping;
  }

  #do(keeping: Keeping, work: () => Promise<void>): void {
    if (keeping.busy || this.#stop.signal.aborted) return;
    keeping.busy = true;
    keeping.work = work()
      .catch((error: unknown) => {
        const { adbSerial } = keeping;
        if (!this.#stop.signal.aborted)
          this.#options.logger.warn({ adbSerial, error }, 'a phone could not be attached');
        keeping.retryAtMs = this.#options.clock.monotonicMs() + this.#options.retryMs;
      })
      .finally(() => {
        keeping.busy = false;
      });
  }

  async #attach(keeping: Keeping): Promise<void> {
    const { server, records, hostId, logger } = this.#options;
    const { adbSerial } = keeping;
    const adb = new AdbPhone(server, adbSerial);
    const identity = await readIdentity(adb, this.#stop.signal);
    const { serialNumber, abis, coreClusters } = identity;
    if (this.attached.some((phone) => phone.serialNumber === serialNumber)) return;
    const record = await records.phoneAttached(hostId, adbSerial, identity);
    keeping.phone = { ...record, serialNumber, abis, coreClusters, adb };
    if (this.#stop.signal.aborted) return;
    keeping.runner = new PhoneRunner(keeping.phone, {
      ...this.#options,
      onFailure: (_phone, failure) => this.#failed(keeping, failure),
    });
    logger.info({ adbSerial, serialNumber, pool: record.poolKey }, 'a phone is attached');
  }

  async #detach(keeping: Keeping, reason: string): Promise<void> {
    const { runner, phone } = keeping;
    delete keeping.runner;
    if (runner === undefined || phone === undefined) return;
    this.#options.logger.info({ serialNumber: phone.serialNumber, reason }, 'a phone is detached');
    await runner.close(0, new Error(reason));
    await this.#options.records.observe(phone.phoneId, 'OFFLINE', reason);
    await this.#options.records.note(phone.phoneId, 'lost', { reason });
  }

  #failed(keeping: Keeping, failure: FarmError): void {
    keeping.retryAtMs = this.#options.clock.monotonicMs() + this.#options.retryMs;
    void keeping.work.then(() =>
      this.#do(keeping, () => this.#detach(keeping, `${failure.code}: ${failure.message}`)),
    );
  }

  #noteUnauthorized(adbSerial: string): void {
    const phone = this.#keepings.get(adbSerial)?.phone;
    if (phone === undefined) return;
    this.#options.records
      .observe(phone.phoneId, 'UNAUTHORIZED', 'the phone asks whether to allow USB debugging')
      .catch((error: unknown) =>
        this.#options.logger.warn({ error: asFarmError(error) }, 'a state was not noted'),
      );
  }
}
