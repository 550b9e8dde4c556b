import type { Database, Phone } from '../../platform/database/index.js';
import type { PhoneHealth } from '../recovery/quarantine.js';
import { readHostWatch } from '../../tables/host/hosts.js';
import { readListedPhones } from '../../tables/phone/listed-phones.js';
import type { ListedPhoneRow } from '../../tables/phone/listed-phones.js';
import { workerError } from '../errors.js';
import { readHealth } from './phone-health.js';
import { remedyFor } from './remedies.js';
import type { ShownState } from './remedies.js';

/** A phone of the farm, or what a host's adb server lists and nobody could read yet. */
export interface ShownPhone {
  /** `undefined` as long as nobody could read it. */
  readonly serialNumber: string | undefined;
  readonly adbSerial: string | undefined;
  readonly host: string | undefined;
  readonly state: ShownState;
  readonly reason: string | undefined;
  readonly remedy: string | undefined;
  readonly leaseHolder: string | undefined;
  /** How its latest runs ended; `undefined` where there were none. */
  readonly health: PhoneHealth | undefined;
  readonly lastSeenAt: Date | undefined;
  /** What is known of the phone itself. */
  readonly phone: PhoneWithPool | undefined;
}

export type PhoneWithPool = Omit<Phone, 'properties'> & {
  readonly pool: { readonly key: string };
  /** All that getprop said; left out of lists, which it would make a hundred times as long. */
  readonly properties?: Phone['properties'];
};

type StoredPhone = PhoneWithPool & Pick<ListedPhoneRow, 'host' | 'lease'>;

/** A worker says every few seconds that it is there; after so long a silence it counts as gone. */
export const silenceSeconds = 60;
const related = { pool: { select: { key: true } }, host: true, lease: true } as const;

/** All phones by serial number, and behind them what could not be read. Without `health` it is told of none, which takes a third of the time. */
export async function listPhones(
  database: Database,
  { health: withHealth = true }: { readonly health?: boolean } = {},
): Promise<ShownPhone[]> {
  const { prisma, pool } = database;
  const [{ silent, now }, phones, health, strangers] = await Promise.all([
    readHostWatch(pool, silenceSeconds),
    readListedPhones(pool),
    withHealth ? readHealth(pool) : new Map<string, PhoneHealth>(),
    prisma.stranger.findMany({ include: { host: true }, orderBy: { adbSerial: 'asc' } }),
  ]);
  return [
    ...phones.map((phone) => shownPhone(phone, silent, now, health.get(phone.id))),
    ...strangers
      .filter(({ hostId }) => !silent.has(hostId))
      .map(({ adbSerial, state, reason, lastSeenAt, host }) => ({
        ...nobody,
        ...{ adbSerial, host: host.name, state, reason, lastSeenAt },
        remedy: remedyFor(state, { serial: adbSerial, host: host.name, quarantinedUntil: undefined }, now),
      })),
  ];
}

/** One phone. Throws PHONE_UNKNOWN. */
export async function findPhone(database: Database, serialNumber: string): Promise<KnownPhone> {
  const phone = await database.prisma.phone.findUnique({ where: { serialNumber }, include: related });
  if (phone === null) throw workerError('PHONE_UNKNOWN', `no phone ${serialNumber} was ever attached`);
  const { silent, now } = await readHostWatch(database.pool, silenceSeconds);
  const health = await readHealth(database.pool, [phone.id]);
  return { ...shownPhone(phone, silent, now, health.get(phone.id)), phone };
}

/** A phone that was read at least once. */
export type KnownPhone = ShownPhone & { readonly phone: PhoneWithPool };

const nobody = { serialNumber: undefined, leaseHolder: undefined, health: undefined, phone: undefined };

function shownPhone(
  stored: StoredPhone,
  silent: ReadonlySet<string>,
  now: Date,
  health: PhoneHealth | undefined,
): ShownPhone {
  const { host, lease, ...phone } = stored;
  const { serialNumber, adbSerial, quarantinedUntil, lastSeenAt } = phone;
  const isWatched = host !== null && !silent.has(host.id);
  const holder = isWatched ? (lease?.holder ?? undefined) : undefined;
  const { state, reason } = stateAndReason(stored, isWatched, holder !== undefined);
  const trouble = isWatched && state === 'OFFLINE' ? host.stateReason : null;
  if (trouble !== null) {
    const remedy = `start the adb server of ${host?.name}: "adb start-server" there`;
    const seen = { adbSerial: adbSerial ?? undefined, lastSeenAt: lastSeenAt ?? undefined };
    return {
      ...seen,
      serialNumber,
      host: host?.name,
      state,
      reason: trouble,
      remedy,
      leaseHolder: holder,
      health,
      phone,
    };
  }
  const isImported = host === null && adbSerial === null;
  return {
    serialNumber,
    adbSerial: adbSerial ?? undefined,
    host: host?.name,
    state,
    reason,
    remedy: isImported
      ? undefined
      : remedyFor(
          state,
          {
            serial: serialNumber,
            host: host?.name,
            quarantinedUntil: quarantinedUntil ?? undefined,
          },
          now,
        ),
    leaseHolder: holder,
    health,
    lastSeenAt: lastSeenAt ?? undefined,
    phone,
  };
}

/** Words of operators and judgements of the farm outlive a worker; what a worker last saw does not. */
function stateAndReason(
  { state, stateReason, host, adbSerial }: StoredPhone,
  isWatched: boolean,
  isHeld: boolean,
): { readonly state: ShownState; readonly reason: string | undefined } {
  const reason = stateReason ?? undefined;
  if (state === 'DRAINED' || state === 'MAINTENANCE') {
    return { state: isHeld ? 'DRAINING' : state, reason };
  }
  if (state === 'QUARANTINED') return { state, reason };
  if (!isWatched) {
    const gone = adbSerial === null ? 'it was never attached here' : 'its host was removed';
    const reasonNow = host === null ? gone : `the worker of ${host.name} is not running`;
    return { state: 'UNWATCHED', reason: reasonNow };
  }
  return state === 'READY' && isHeld ? { state: 'IN_USE', reason } : { state, reason };
}
