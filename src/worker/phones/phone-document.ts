import { z } from 'zod';

import type { CoreCluster } from '../cores/core-clusters.js';
import { coreSetsOf } from '../cores/core-sets.js';
import type { KnownPhone, PhoneWithPool, ShownPhone } from './phone-list.js';

/** What a phone is, how it is and what to do about it, as a document: null where something is not known. */
export type PhoneDocument = Partial<Omit<PhoneWithPool, keyof ShownPhone | 'pool' | 'stateReason'>> & {
  readonly [Member in Exclude<keyof ShownPhone, 'phone' | 'state'>]: NonNullable<ShownPhone[Member]> | null;
} & {
  readonly state: ShownPhone['state'];
  readonly stateReason: string | null;
  /** Key of its pool. */
  readonly pool: string | null;
};

/** A phone as `farm phones ls --json` prints it: what the database holds, with its state as it is shown. */
export function phoneDocument({ phone, ...shown }: ShownPhone): PhoneDocument {
  const { pool, ...stored } = phone ?? { pool: undefined };
  return {
    ...stored,
    serialNumber: shown.serialNumber ?? null,
    adbSerial: shown.adbSerial ?? null,
    host: shown.host ?? null,
    state: shown.state,
    reason: shown.reason ?? null,
    remedy: shown.remedy ?? null,
    leaseHolder: shown.leaseHolder ?? null,
    health: shown.health ?? null,
    lastSeenAt: shown.lastSeenAt ?? null,
    stateReason: shown.reason ?? null,
    pool: pool?.key ?? null,
  };
}

/** Core clusters as the worker stores them. */
const clustersSchema = z.array(
  z.object({
    name: z.enum(['small', 'med', 'large']),
    cpus: z.array(z.number()),
    maxFrequencyKhz: z.number(),
  }),
);

/** A phone's clusters of cores, from small to large. */
export function clustersOf({ phone }: KnownPhone): readonly CoreCluster[] {
  return clustersSchema.parse(phone.coreClusters);
}

/** The core sets that scenarios may name on a phone. */
export function coreSetsOfPhone(shown: KnownPhone): string[] {
  const gpu = shown.phone.gpuModel === null ? [] : ['gpu'];
  return [...coreSetsOf(clustersOf(shown)), ...gpu];
}
