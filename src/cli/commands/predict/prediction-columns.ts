import type { PredictionRow } from '../../../predictor/networks/prediction-row.js';

/** Columns in their order, and how Parquet stores them. */
export const predictionColumns = {
  network: 'STRING',
  device: 'STRING',
  scenario: 'STRING',
  release: 'INT32',
  latencyUs: 'DOUBLE',
  lowUs: 'DOUBLE',
  highUs: 'DOUBLE',
  coverage: 'DOUBLE',
  extrapolatedShare: 'DOUBLE',
  unknown: 'STRING',
  errorCode: 'STRING',
  error: 'STRING',
} as const satisfies Readonly<Record<keyof PredictionRow, 'STRING' | 'INT32' | 'DOUBLE'>>;

export type PredictionColumn = keyof PredictionRow;
export const columnNames = Object.keys(predictionColumns) as PredictionColumn[];
