import type { Database, PhoneState } from '../../platform/database/index.js';
import type { Clock, FarmError } from '../../platform/index.js';
import { noteHostSeen } from '../../tables/host/hosts.js';
import type { SeenWorker } from '../../tables/host/hosts.js';
import { takeOverPhone } from '../../tables/phone/take-over.js';
import { ailment, quarantineMs } from '../recovery/quarantine.js';
import type { QuarantinePolicy } from '../recovery/quarantine.js';
import type { PhoneIdentity } from './identity.js';
import { readHealth } from './phone-health.js';
import { silenceSeconds } from './phone-list.js';
import { poolKey, poolKeyOfCores } from './pools.js';
import { coreSetsText } from '../cores/core-clusters.js';
import type { CoreCluster } from '../cores/core-clusters.js';
import { workerError } from '../errors.js';

/** The states of a phone that the worker finds by looking at it. The others are an operator's, or a judgement over time. */
export type ObservedPhoneState =
  'READY' | 'OFFLINE' | 'UNAUTHORIZED' | 'NOT_BOOTED' | 'HOT' | 'NO_SPACE' | 'UNUSABLE';

/** What is thought of a phone: an operator's word, the farm's judgement, or what was last seen. */
export interface PhoneStanding {
  readonly state: PhoneState;
  readonly quarantinedUntil: Date | null;
  readonly consecutiveFailures: number;
}

/** A phone as the database knows it. */
export interface PhoneRecord {
  readonly phoneId: string;
  readonly poolKey: string;
}

/** Why a phone is taken out of service, as its history tells it; by what code is absent where many failures did it together. */
type QuarantineCause = Readonly<Record<'reason', string> & Partial<Record<'code' | 'scenarioKey', string>>>;

/** Keeps what is known of hosts, pools and phones, and each phone's history. */
export class PhoneRecords {
  #watcher: { readonly hostId: string; readonly processId: number } | undefined;

  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Notes that a worker runs on a host, and how far its clock is ahead; returns the host's id. */
  async hostOnline(name: string, processId: number, clockAheadMs: number): Promise<string> {
    const facts = { state: 'ONLINE' as const, stateReason: null, processId };
    const host = await this.database.prisma.host.upsert({
      where: { name },
      create: { name, ...facts },
      update: facts,
    });
    this.#watcher = { hostId: host.id, processId };
    await this.hostSeen({ hostId: host.id, processId, clockAheadMs });
    return host.id;
  }

  /**
   * Notes that this worker still runs, and how far its clock is ahead; a host whose later worker has ended is its again. Returns the time
   * by the database's clock.
   */
  async hostSeen(worker: SeenWorker): Promise<Date> {
    return await noteHostSeen(this.database.pool, worker, silenceSeconds);
  }

  /** Notes that a host's worker has ended, unless another one has taken its place already. */
  async hostOffline(hostId: string, processId: number, reason: string): Promise<void> {
    await this.database.prisma.host.updateMany({
      where: { id: hostId, processId },
      data: { state: 'OFFLINE', stateReason: reason, processId: null, lastSeenAt: this.#now() },
    });
  }

  /**
   * Notes that a phone is attached to a host. A phone that was away or unfit becomes READY; one that an operator or the farm
   * itself has taken out (drained, maintenance, quarantined) stays so. Labels are left as they are unless some are given.
   */
  async phoneAttached(
    hostId: string,
    adbSerial: string,
    identity: PhoneIdentity,
    labels?: readonly string[],
  ): Promise<PhoneRecord> {
    const { prisma } = this.database;
    const { deviceModel, socModel, buildFingerprint } = identity;
    const pool = await this.#poolOf(identity);
    const facts = {
      adbSerial,
      hostId,
      poolId: pool.id,
      deviceModel,
      manufacturer: identity.manufacturer,
      socModel,
      gpuModel: identity.gpuModel ?? null,
      abis: [...identity.abis],
      androidRelease: identity.androidRelease,
      sdkLevel: identity.sdkLevel,
      buildFingerprint,
      coreClusters: identity.coreClusters.map((cluster) => ({ ...cluster, cpus: [...cluster.cpus] })),
      properties: Object.fromEntries(identity.properties),
      lastSeenAt: this.#now(),
      ...(labels === undefined ? {} : { labels: [...labels] }),
    };
    const { serialNumber } = identity;
    const phone = await prisma.phone.upsert({
      where: { serialNumber },
      create: { serialNumber, ...facts },
      update: facts,
    });
    await this.observe(phone.id, 'READY');
    await this.note(phone.id, 'attached', { adbSerial, hostId });
    return { phoneId: phone.id, poolKey: pool.key };
  }

  /** The clusters of a phone as they were read before, under the same software. */
  async clustersBefore({
    serialNumber,
    buildFingerprint,
  }: Pick<PhoneIdentity, 'serialNumber' | 'buildFingerprint'>): Promise<readonly CoreCluster[] | undefined> {
    const phone = await this.database.prisma.phone.findUnique({ where: { serialNumber } });
    if (phone?.buildFingerprint !== buildFingerprint) return undefined;
    return phone.coreClusters as unknown as readonly CoreCluster[];
  }

  /** Phones share a pool where core sets mean the same cores: `1large` of one is no other core than that of another. */
  async #poolOf(identity: PhoneIdentity): Promise<{ readonly id: string; readonly key: string }> {
    const { prisma } = this.database;
    const coreSets = coreSetsText(identity.coreClusters);
    const { deviceModel, socModel, buildFingerprint } = identity;
    const key = poolKey(identity);
    for (const candidate of [key, poolKeyOfCores(key, coreSets)]) {
      // Two phones of a new pool are often attached at once, and an upsert would let one of them fail.
      await prisma.pool.createMany({
        data: [{ key: candidate, deviceModel, socModel, buildFingerprint, coreSets }],
        skipDuplicates: true,
      });
      await prisma.pool.updateMany({ where: { key: candidate, coreSets: null }, data: { coreSets } });
      const pool = await prisma.pool.findUniqueOrThrow({ where: { key: candidate } });
      if (pool.coreSets === coreSets) return pool;
    }
    throw workerError('WORKER_FAILED', `the pool ${key} has other cores than its key says`);
  }

  /** Notes that the adb server of a host does not answer, or that it does again. */
  async hostTroubled(hostId: string, reason: string | null): Promise<void> {
    await this.database.prisma.host.updateMany({
      where: { id: hostId, state: 'ONLINE', stateReason: reason === null ? { not: null } : null },
      data: { stateReason: reason },
    });
  }

  /** Takes a phone over that this worker sees and whose host has none any more. Others that see it keep it. */
  async keepWatch(phoneId: string, adbSerial: string): Promise<void> {
    if (this.#watcher === undefined) return;
    const { hostId } = this.#watcher;
    await takeOverPhone(this.database.pool, { phoneId, hostId, adbSerial }, silenceSeconds);
  }

  /**
   * Sets the state that a look at the phone gave, unless an operator's or the farm's judgement stands above it, or another worker watches
   * the phone now.
   */
  async observe(phoneId: string, state: ObservedPhoneState, reason?: string): Promise<void> {
    const { hostId: id, processId } = this.#watcher ?? {};
    await this.database.prisma.phone.updateMany({
      where: {
        id: phoneId,
        state: { notIn: ['QUARANTINED', 'DRAINED', 'MAINTENANCE'] },
        ...(id === undefined || processId === undefined ? {} : { host: { is: { id, processId } } }),
      },
      data: { state, stateReason: reason ?? null, lastSeenAt: this.#now() },
    });
  }

  /** How the farm and its operators stand to a phone now. */
  async standing(phoneId: string): Promise<PhoneStanding> {
    return await this.database.prisma.phone.findUniqueOrThrow({
      where: { id: phoneId },
      select: { state: true, quarantinedUntil: true, consecutiveFailures: true },
    });
  }

  /** Counts a failure of the phone; takes it out of service, with the reason, when it is one too many. */
  async countFailure(phoneId: string, failure: FarmError, policy: QuarantinePolicy): Promise<void> {
    const { prisma } = this.database;
    const { consecutiveFailures } = await prisma.phone.update({
      where: { id: phoneId },
      data: { consecutiveFailures: { increment: 1 } },
    });
    await this.note(phoneId, 'failed', { code: failure.code, message: failure.message, consecutiveFailures });
    const leaveAloneMs = quarantineMs(consecutiveFailures, policy);
    if (leaveAloneMs === undefined) return;
    const reason = `${consecutiveFailures} failures in a row, the last one ${failure.code}: ${failure.message}`;
    await this.#quarantine(phoneId, { reason, code: failure.code }, leaveAloneMs);
  }

  /** Takes a phone out of service that fails too many of its runs, whatever succeeds in between. */
  async judgeHealth(phoneId: string, policy: QuarantinePolicy): Promise<void> {
    const health = (await readHealth(this.database.pool, [phoneId])).get(phoneId);
    const reason = health === undefined ? undefined : ailment(health, policy);
    if (reason !== undefined) await this.#quarantine(phoneId, { reason }, policy.firstMs);
  }

  /** Takes a phone out of service that does not measure as it used to. */
  async countDrift(phoneId: string, drift: FarmError, { firstMs }: QuarantinePolicy): Promise<void> {
    const { code, message: reason, details } = drift;
    const scenarioKey = String(details['scenarioKey']);
    await this.#quarantine(phoneId, { reason, code, scenarioKey }, firstMs);
  }

  async #quarantine(phoneId: string, cause: QuarantineCause, leaveAloneMs: number): Promise<void> {
    const { prisma } = this.database;
    await prisma.phone.updateMany({
      where: { id: phoneId, state: { notIn: ['DRAINED', 'MAINTENANCE'] } },
      data: {
        state: 'QUARANTINED',
        stateReason: cause.reason,
        quarantinedUntil: new Date(this.clock.nowMs() + leaveAloneMs),
      },
    });
    await this.note(phoneId, 'quarantined', { ...cause, leaveAloneMs });
  }

  /** The phone has done what it should: its failures in a row are history. A quarantine goes on: {@link release} ends it. */
  async countSuccess(phoneId: string): Promise<void> {
    if (await this.#clearFailures(phoneId)) await this.note(phoneId, 'recovered');
  }

  /** The phone has shown that it can measure: its failures in a row are history, and a quarantine ends. */
  async release(phoneId: string): Promise<void> {
    const cleared = await this.#clearFailures(phoneId);
    const released = await this.database.prisma.phone.updateMany({
      where: { id: phoneId, state: 'QUARANTINED' },
      data: { state: 'READY', stateReason: null, quarantinedUntil: null },
    });
    if (cleared || released.count > 0) await this.note(phoneId, 'recovered');
  }

  async #clearFailures(phoneId: string): Promise<boolean> {
    const { count } = await this.database.prisma.phone.updateMany({
      where: { id: phoneId, consecutiveFailures: { gt: 0 } },
      data: { consecutiveFailures: 0 },
    });
    return count > 0;
  }

  /** Adds a line to a phone's history. */
  async note(
    phoneId: string,
    kind: string,
    detail: Readonly<Record<string, string | number | null>> = {},
  ): Promise<void> {
    await this.database.prisma.phoneEvent.create({ data: { phoneId, kind, detail, at: this.#now() } });
  }

  /** The latest line of some kinds in a phone's history. */
  async latestEvent(
    phoneId: string,
    kinds: readonly string[],
  ): Promise<{ readonly kind: string; readonly detail: unknown } | undefined> {
    const event = await this.database.prisma.phoneEvent.findFirst({
      where: { phoneId, kind: { in: [...kinds] } },
      orderBy: { id: 'desc' },
      select: { kind: true, detail: true },
    });
    return event ?? undefined;
  }

  #now(): Date {
    return new Date(this.clock.nowMs());
  }
}
