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

/**
 * How long a run measures, ms, where each inference takes `inferenceMs`: those that warm up, and then as many as are wanted and for as long
 * as is wanted, whichever is more, until the time is up.
 */
export function measuringMs(
  { warmupRuns, runs, minSeconds, maxSeconds }: Measurement,
  inferenceMs: number,
): number {
  return (
    warmupRuns * inferenceMs + Math.max(1000 * minSeconds, Math.min(runs * inferenceMs, 1000 * maxSeconds))
  );
}

/** The measurement of a campaign, from its `spec` column; what is not there is as {@link measurementSchema} says. */
export function measurementOf(campaignSpec: unknown): Measurement {
  const { measurement } = z.looseObject({ measurement: measurementSchema.prefault({}) }).parse(campaignSpec);
  return measurement;
}
