import { z } from 'zod';

/**
 * How one run is measured: the benchmark tool's own loop counts. Kept in the column `spec` of a campaign as its member
 * `measurement`, where the worker reads it. With `minSeconds` 0 a run has exactly `runs` inferences.
 */
export const measurementSchema = z.strictObject({
  warmupRuns: z.number().int().min(0).default(1).describe('Inferences before those that count.'),
  runs: z.number().int().min(1).default(20).describe('Inferences that count, at the least.'),
  minSeconds: z.number().min(0).default(0).describe('Go on measuring for at least so long.'),
  maxSeconds: z
    .number()
    .positive()
    .default(150)
    .describe('Stop measuring after so long, even with fewer inferences.'),
});

export type Measurement = z.output<typeof measurementSchema>;

/** The measurement of a campaign, from its `spec` column; what is not there is as {@link measurementSchema} says. */
export function measurementOf(campaignSpec: unknown): Measurement {
  const { measurement } = z.looseObject({ measurement: measurementSchema.prefault({}) }).parse(campaignSpec);
  return measurement;
}
