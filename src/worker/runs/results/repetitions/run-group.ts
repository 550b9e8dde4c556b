import type { RepetitionRow } from '../../../../tables/run/repetitions.js';
import type { RunMeasurement } from '../run-result.js';
import type { RepeatedMeasurement } from './agreement.js';
import type { Repetition } from './judge-repetitions.js';

/** A measurement that gave way to a later one, as the column `earlierMeasurements` of a run keeps it. */
export interface EarlierMeasurement extends Partial<RepeatedMeasurement> {
  readonly verdict: string;
  readonly reason?: string;
  readonly phoneId: string;
  readonly finishedAt: string;
}

/** A run and the other repetitions of its sample in its scenario on its pool. */
export interface RunGroup {
  /** Whether the run itself has no end yet. */
  readonly isOpen: boolean;
  /** Those that have a measurement. */
  readonly repetitions: readonly Repetition[];
  /** What the run itself measured before and gave up because it was in doubt. */
  readonly gaveWay: readonly RepeatedMeasurement[];
}

/** What the rows of a run and its repetitions say. */
export function runGroup(runId: string, rows: readonly RepetitionRow[]): RunGroup {
  const own = rows.find(({ id }) => id === runId);
  const others = rows.filter(
    ({ id, state, verdict }) =>
      id !== runId && state === 'DONE' && ['ok', 'doubtful'].includes(verdict ?? ''),
  );
  const earlier = (own?.earlierMeasurements ?? []) as readonly EarlierMeasurement[];
  return {
    isOpen: own !== undefined && ['PENDING', 'RUNNING'].includes(own.state),
    repetitions: others.map((row) => ({
      runId: row.id,
      trusted: row.verdict === 'ok',
      measurement: repeated(row, row.operationsUs),
    })),
    gaveWay: earlier.flatMap(({ verdict, inferenceMeanUs, standardErrorUs = 0, operationsUs = [] }) => {
      if (verdict !== 'doubtful' || inferenceMeanUs === undefined) return [];
      return [{ inferenceMeanUs, standardErrorUs, operationsUs }];
    }),
  };
}

/** What is compared of a measurement. */
export function repeatedMeasurement(measurement: RunMeasurement): RepeatedMeasurement {
  return repeated(
    measurement,
    measurement.operations.map(({ meanUs }) => meanUs),
  );
}

interface Inferences {
  readonly inferenceMeanUs?: number | null;
  readonly inferenceStdUs?: number | null;
  readonly inferenceCount?: number | null;
}

function repeated(inferences: Inferences, operationsUs: readonly number[]): RepeatedMeasurement {
  const { inferenceMeanUs, inferenceStdUs, inferenceCount } = inferences;
  return {
    inferenceMeanUs: inferenceMeanUs ?? 0,
    standardErrorUs: (inferenceStdUs ?? 0) / Math.sqrt(Math.max(1, inferenceCount ?? 1)),
    operationsUs,
  };
}
