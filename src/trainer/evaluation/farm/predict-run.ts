import type { Database } from '../../../platform/database/index.js';
import type { OperationPrediction } from '../../../predictor/index.js';
import type { OpTimingRow } from '../../../tables/op-timing/op-timing-rows.js';
import type { AnsweringReleases } from '../../registry/answering-releases.js';
import { groupBy } from '../../material/latency-rows.js';
import { predictedTotal } from './predicted-total.js';
import type { PredictedTotal } from './predicted-total.js';
import { SamplePredictors } from './sample-predictors.js';
import type { MeasuredSample } from './sample-predictors.js';

/** A run as far as it is needed to predict it. */
export interface PredictableRun<Operation extends OpTimingRow> extends MeasuredSample {
  readonly inferenceMeanUs: number | null;
  readonly operations: readonly Operation[];
}

/** What is predicted of an operation of a run; microseconds, null where nothing is. */
export interface PredictedOperation {
  readonly predictedUs: number | null;
  /** Relative to the measurement, positive when predicted too long. */
  readonly errorPercent: number | null;
  /** Outside what was learned from. */
  readonly extrapolated: boolean | null;
}

/** A run beside what the release that answers now says of it. */
export interface PredictedRun<Operation extends OpTimingRow> {
  readonly total: PredictedTotal;
  readonly operations: readonly (Operation & PredictedOperation)[];
}

/** Predicts the sample of a run where it was measured. Throws nothing that lies in the sample or the releases. */
export async function predictRun<Operation extends OpTimingRow>(
  database: Database,
  releases: AnsweringReleases,
  run: PredictableRun<Operation>,
): Promise<PredictedRun<Operation>> {
  const predicted = await new SamplePredictors(database, releases).predict(run);
  const answers = 'prediction' in predicted ? predicted.prediction.operations : [];
  return {
    total: predictedTotal(predicted, run.inferenceMeanUs),
    operations: besideAnswers(run.operations, answers),
  };
}

/** Rows of one operation (the launches of a GPU) and its answers are in the same order; where they are not as many, the first row has their sum. */
export function besideAnswers<Operation extends OpTimingRow>(
  rows: readonly Operation[],
  answers: readonly OperationPrediction[],
): (Operation & PredictedOperation)[] {
  const counted = answers.filter(({ source }) => !['fused', 'once', 'none'].includes(source));
  const answersOf = groupBy(counted, ({ index }) => index);
  const rowsOf = groupBy(rows, ({ operationIndex }) => operationIndex);
  return rows.map((row) => {
    const own = row.operationIndex === null ? [] : (answersOf.get(row.operationIndex) ?? []);
    const alike = rowsOf.get(row.operationIndex) ?? [];
    const place = alike.indexOf(row);
    const answering = alike.length === own.length ? own.slice(place, place + 1) : place === 0 ? own : [];
    return { ...row, ...predictedOperation(row, answering) };
  });
}

function predictedOperation(
  { meanUs }: OpTimingRow,
  answers: readonly OperationPrediction[],
): PredictedOperation {
  if (answers.length === 0) return { predictedUs: null, errorPercent: null, extrapolated: null };
  const predictedUs = answers.reduce((sum, answer) => sum + answer.predictedUs, 0);
  return {
    predictedUs,
    errorPercent: meanUs > 0 ? (100 * (predictedUs - meanUs)) / meanUs : null,
    extrapolated: answers.some(({ extrapolated }) => extrapolated),
  };
}
