import { z } from 'zod';

import { readYamlFile } from '../../platform/yaml.js';
import type { PhoneIdentity } from './identity.js';
import { thresholdsSchema, withThresholds } from './thresholds.js';
import type { PhoneLimits } from './thresholds.js';

const cpuList = z.array(z.number().int().min(0).max(255)).min(1);

const powerCycleCommand = z
  .array(z.string().min(1).max(1_000))
  .min(1)
  .optional()
  .describe(
    'Program and arguments that switch USB power off and on, run without a shell on the host; {serial} stands for the adb serial.',
  );

const fleetPhoneSchema = z.strictObject({
  serialNumber: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/, {
      error: 'expected a serial as "adb devices" or ro.serialno gives it',
    })
    .describe('ro.serialno of the phone: its identity, whatever cable or address it is reached through.'),
  labels: z.array(z.string().min(1)).default([]).describe('Words by which campaigns choose phones.'),
  socModel: z
    .string()
    .min(1)
    .optional()
    .describe('Where the phone does not tell its own: before Android 12.'),
  gpuModel: z.string().min(1).optional(),
  coreClusters: z
    .array(
      z.strictObject({
        name: z.enum(['small', 'med', 'large']),
        cpus: cpuList,
        maxFrequencyKhz: z.number().int().positive(),
      }),
    )
    .min(1)
    .optional()
    .describe('From small to large, where cpufreq cannot be read.'),
  powerCycleCommand,
  thresholds: thresholdsSchema.optional().describe('For this phone alone.'),
});

const fleetSchema = z.strictObject({
  powerCycleCommand,
  thresholds: thresholdsSchema.optional().describe('For all phones of the host.'),
  labels: z
    .record(z.string().min(1), z.strictObject({ thresholds: thresholdsSchema }))
    .optional()
    .describe("By label, for all phones that bear it: over the host's, under a phone's own."),
  phones: z
    .array(fleetPhoneSchema)
    .default([])
    .superRefine((phones, context) => {
      const seen = new Map<string, number>();
      for (const [index, { serialNumber }] of phones.entries()) {
        const first = seen.get(serialNumber);
        if (first === undefined) seen.set(serialNumber, index);
        else {
          context.addIssue({
            code: 'custom',
            path: [index, 'serialNumber'],
            message: `expected one entry a phone; ${serialNumber} is entry ${first + 1} already`,
          });
        }
      }
    }),
});

/** What a lab keeper writes down of phones that they do not tell themselves. */
export type Fleet = z.output<typeof fleetSchema>;
export type FleetPhone = Fleet['phones'][number];

/** Reads a fleet file. Throws FILE_UNREADABLE or INVALID_FILE with line and field. */
export async function readFleet(file: string): Promise<Fleet> {
  return await readYamlFile(file, fleetSchema);
}

/** What the fleet file says of a phone. */
export function fleetEntry(fleet: Fleet, serialNumber: string): FleetPhone | undefined {
  return fleet.phones.find((phone) => phone.serialNumber === serialNumber);
}

/** A phone's identity with what the fleet file knows better. */
export function completedIdentity(identity: PhoneIdentity, entry: FleetPhone | undefined): PhoneIdentity {
  return {
    ...identity,
    socModel: entry?.socModel ?? identity.socModel,
    gpuModel: entry?.gpuModel ?? identity.gpuModel,
    ...(entry?.coreClusters === undefined ? {} : { coreClusters: entry.coreClusters, unreadableCpus: [] }),
  };
}

/** What holds for a phone: what the file says of itself, over what it says of its labels in their order, over what it says of all phones. */
export function limitsFor(fleet: Fleet, serialNumber: string, defaults: PhoneLimits): PhoneLimits {
  const entry = fleetEntry(fleet, serialNumber);
  const ofLabels = (entry?.labels ?? []).map((label) => fleet.labels?.[label]?.thresholds);
  return withThresholds(defaults, [fleet.thresholds, ...ofLabels, entry?.thresholds]);
}

/** How a phone's USB power is switched, where the fleet file says it: for the phone itself, or for all of its host. */
export function powerCycleCommandFor(fleet: Fleet, serialNumber: string): readonly string[] | undefined {
  return fleetEntry(fleet, serialNumber)?.powerCycleCommand ?? fleet.powerCycleCommand;
}
