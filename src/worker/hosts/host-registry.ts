import type { Database } from '../../platform/database/index.js';
import { hostError } from './errors.js';
import { checkedHostKeyPin, parseSshAddress, sshAddress, type SshTarget } from './ssh/ssh-target.js';

export type HostKind = 'WORKER' | 'ADB_TUNNEL';

export interface NewHost {
  readonly name: string;
  readonly address: string;
  readonly keyPath: string;
  readonly hostKeyPin: string;
  readonly kind: HostKind;
  /** Absolute path of its fleet file here; it is handed to its worker whenever that starts. */
  readonly fleetPath?: string;
  /** Of the adb server there; 5037, as everywhere, when absent. */
  readonly adbPort?: number;
}

/** A host as the farm knows it. */
export interface HostRecord {
  readonly id: string;
  readonly name: string;
  readonly kind: HostKind;
  readonly state: 'ONLINE' | 'OFFLINE' | 'DRAINING' | 'FAILED';
  readonly stateReason: string | null;
  readonly sshAddress: string | null;
  readonly sshKeyPath: string | null;
  readonly hostKeyPin: string | null;
  readonly fleetPath: string | null;
  readonly adbPort: number;
  readonly processId: number | null;
  readonly packageVersion: string | null;
  readonly lastSeenAt: Date | null;
  /** By how much its worker's clock is ahead of the database's; 0 within what is tolerated. */
  readonly clockAheadMs: number;
}

/** A host and how many phones it has. */
export type HostWithPhones = HostRecord & { readonly phones: readonly { readonly serialNumber: string }[] };

const namePattern = /^[a-z0-9][a-z0-9._-]{0,62}$/i;

/**
 * Adds a host after everything the user wrote was looked at. Throws HOST_ADDRESS_INVALID, HOST_PIN_INVALID or HOST_EXISTS
 * before anything is written.
 */
export async function addHost(database: Database, host: NewHost): Promise<HostRecord> {
  if (!namePattern.test(host.name)) {
    throw hostError('HOST_ADDRESS_INVALID', `"${host.name}" is no name for a host (letters, digits, . _ -)`);
  }
  const address = sshAddress(parseSshAddress(host.address));
  const pin = checkedHostKeyPin(host.hostKeyPin);
  const data = {
    name: host.name,
    kind: host.kind,
    sshAddress: address,
    sshKeyPath: host.keyPath,
    hostKeyPin: pin,
    fleetPath: host.fleetPath ?? null,
    ...(host.adbPort !== undefined && { adbPort: host.adbPort }),
  };
  // The name is looked at by whoever writes it: of two who add one at once, one is told.
  const [added] = await database.prisma.host.createManyAndReturn({ data, skipDuplicates: true });
  if (added === undefined) throw hostError('HOST_EXISTS', `there is a host named ${host.name}`);
  return added;
}

/** All hosts by name, with their phones. */
export function listHosts(database: Database): Promise<HostWithPhones[]> {
  return database.prisma.host.findMany({ orderBy: { name: 'asc' }, include: { phones: true } });
}

/** One host by name. Throws HOST_UNKNOWN. */
export async function findHost(database: Database, name: string): Promise<HostWithPhones> {
  const host = await database.prisma.host.findUnique({ where: { name }, include: { phones: true } });
  if (host === null) throw hostUnknown(name);
  return host;
}

/** Forgets a host; its phones stay known, as phones of no host. Throws HOST_UNKNOWN. */
export async function removeHost(database: Database, name: string): Promise<void> {
  const { count } = await database.prisma.host.deleteMany({ where: { name } });
  if (count === 0) throw hostUnknown(name);
}

/** How a host is reached. Throws HOST_UNKNOWN for this machine's own row, which has no address. */
export function sshTargetOf(host: HostRecord): SshTarget {
  if (host.sshAddress === null || host.sshKeyPath === null || host.hostKeyPin === null) {
    throw hostError('HOST_UNKNOWN', `${host.name} is not reached over SSH`);
  }
  return { ...parseSshAddress(host.sshAddress), keyPath: host.sshKeyPath, hostKeyPin: host.hostKeyPin };
}

/** What a supervisor learns of a host's link and worker. */
export type HostChange = Partial<
  Pick<HostRecord, 'state' | 'stateReason' | 'processId' | 'packageVersion' | 'lastSeenAt'>
>;

/** Writes what is known of a host's link and worker. */
export async function recordHost(database: Database, id: string, change: HostChange): Promise<void> {
  await database.prisma.host.updateMany({ where: { id }, data: change });
}

function hostUnknown(name: string): Error {
  return hostError('HOST_UNKNOWN', `there is no host named ${name}`);
}
