import { z } from 'zod';

import { moment } from './common.js';
import type { PhoneDocument, PhoneHistory } from '../../worker/index.js';
import type { IsTold } from './told.js';

/** A phone, as `farm phones ls --json` prints it; what could not be read yet has no more than its state. */
export const phoneSchema = z.object({
  id: z.string().optional(),
  serialNumber: z.string().nullable(),
  adbSerial: z.string().nullable(),
  host: z.string().nullable(),
  state: z.string().describe('READY, IN_USE, HOT, QUARANTINED, …'),
  reason: z.string().nullable(),
  remedy: z.string().nullable().describe('what to do about it'),
  leaseHolder: z.string().nullable(),
  health: z
    .object({
      runs: z.int(),
      failures: z.record(z.string(), z.int()).describe('by code, of the phone alone'),
    })
    .nullable()
    .describe('how its latest runs ended'),
  lastSeenAt: moment.nullable(),
  pool: z.string().nullable(),
  deviceModel: z.string().optional(),
  manufacturer: z.string().optional(),
  socModel: z.string().optional(),
  gpuModel: z.string().nullable().optional(),
  abis: z.array(z.string()).optional(),
  androidRelease: z.string().optional(),
  sdkLevel: z.int().optional(),
  buildFingerprint: z.string().optional(),
  coreClusters: z
    .array(z.object({ name: z.string(), cpus: z.array(z.int()), maxFrequencyKhz: z.number() }))
    .optional(),
  labels: z.array(z.string()).optional(),
  consecutiveFailures: z.int().optional(),
  quarantinedUntil: moment.nullable().optional(),
  createdAt: moment.optional().describe('when the farm first read it'),
});

/** A phone and what became of it, as `farm phones show --json` prints it. */
export const phoneDetailsSchema = phoneSchema.extend({
  coreSets: z.array(z.string()),
  runtimeVersions: z.array(z.string()).describe('of the benchmark tools that the farm has for it'),
  runs: z.array(z.object({ outcome: z.string(), count: z.int() })),
  lastRun: z.object({ finishedAt: moment, conditions: z.unknown() }).optional(),
  events: z.array(z.object({ at: moment, kind: z.string(), detail: z.unknown() })),
});

/** Ids of the database, all that getprop said, and a second name of the reason. */
type Kept = 'hostId' | 'poolId' | 'properties' | 'stateReason';

true satisfies IsTold<typeof phoneSchema, Omit<PhoneDocument, Kept>>;
true satisfies IsTold<typeof phoneDetailsSchema, PhoneHistory>;
