import { z } from 'zod';

import type { FitnessThresholds } from '../conditions/index.js';
import type { QuarantinePolicy } from '../recovery/quarantine.js';

/** What a lab keeper may set otherwise for a phone, for phones of a label, or for all of a host; what is left out is as it is elsewhere. */
export const thresholdsSchema = z.strictObject({
  maxBatteryTemperatureC: z
    .number()
    .min(0)
    .max(80)
    .optional()
    .describe('Warmer ones cool first. 36 by default.'),
  maxThermalStatus: z
    .number()
    .int()
    .min(0)
    .max(6)
    .optional()
    .describe("Android's, 0 none to 6 shutdown. 0 by default."),
  minBatteryPercent: z
    .number()
    .min(0)
    .max(100)
    .optional()
    .describe('Emptier ones are charged first. 20 by default.'),
  maxLoadPerCore: z
    .number()
    .positive()
    .optional()
    .describe('Load average over cores that are online. 2 by default.'),
  minFreeSpaceMb: z
    .number()
    .min(0)
    .optional()
    .describe('Of the partition of /data/local/tmp. 200 by default.'),
  maxDrift: z
    .number()
    .positive()
    .max(10)
    .optional()
    .describe('How far the reference model may be from its usual time, as a share of it. 0.05 by default.'),
  afterFailures: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Failures in a row that quarantine it. 3 by default.'),
  maxFailureShare: z
    .number()
    .positive()
    .max(1)
    .optional()
    .describe(
      'Share of its latest runs that fail by its fault, from which it is quarantined. 0.5 by default.',
    ),
});

export type Thresholds = z.output<typeof thresholdsSchema>;

/** What holds for one phone. */
export interface PhoneLimits {
  readonly fitness: FitnessThresholds;
  readonly quarantine: QuarantinePolicy;
  readonly maxDrift: number;
}

/** Some limits with what is set otherwise, the later over the earlier. */
export function withThresholds(limits: PhoneLimits, given: readonly (Thresholds | undefined)[]): PhoneLimits {
  const set = Object.assign({}, ...given) as Thresholds;
  const over = <Limits extends object>(defaults: Limits): Limits => {
    const own = Object.entries(set).filter(([name, value]) => name in defaults && value !== undefined);
    return { ...defaults, ...Object.fromEntries(own) };
  };
  const { maxDrift } = over({ maxDrift: limits.maxDrift });
  return { fitness: over(limits.fitness), quarantine: over(limits.quarantine), maxDrift };
}
