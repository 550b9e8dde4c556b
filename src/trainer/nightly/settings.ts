import { z } from 'zod';

import { parseScenarioKey } from '../../records/scenario.js';
import { scheduleProblem } from './schedule.js';

const scenario = z.string().refine((key) => key === '*' || parseScenarioKey(key) !== undefined, {
  error: 'expected * or the key of a scenario',
});
const tolerance = z.number().min(1).max(10);

/** The shape of configs/nightly.yaml. */
export const nightlySettingsSchema = z.strictObject({
  cron: z.string().refine((text) => scheduleProblem(text) === undefined, {
    error: ({ input }) =>
      `expected a cron expression of five fields, e.g. 0 3 * * *: this ${scheduleProblem(String(input)) ?? ''}`,
  }),
  timezone: z
    .string()
    .refine(isTimezone, { error: 'expected a time zone, e.g. UTC or Europe/Berlin' })
    .default('UTC'),
  seed: z.int().min(0).max(0x7fffffff).default(1),
  scenarios: z.array(z.strictObject({ scenario, device: z.string().min(1).optional() })).min(1),
  gate: z
    .strictObject({
      minimumConfigurations: z.int().min(1),
      minimumPerGroup: z.int().min(1),
      overallTolerance: tolerance,
      groupTolerance: tolerance,
      negligibleErrorPercent: z.number().min(0).max(100),
      negligibleTimePercent: z.number().min(0).max(100),
    })
    .partial()
    .default({}),
});

/** What is trained every night, and how candidates are judged. */
export type NightlySettings = z.output<typeof nightlySettingsSchema>;

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
