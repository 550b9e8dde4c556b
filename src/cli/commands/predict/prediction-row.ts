/** What is predicted of one network in one scenario, or why nothing is. Times in microseconds. */
export interface PredictionRow {
  readonly network: string;
  readonly device: string;
  readonly scenario: string;
  /** Version of the release that answered. */
  readonly release: number;
  readonly latencyUs: number | null;
  readonly lowUs: number | null;
  readonly highUs: number | null;
  /** Share of networks that the interval is to cover, 0 to 1. */
  readonly coverage: number | null;
  /** Share of the latency that lies outside what was measured, 0 to 1. */
  readonly extrapolatedShare: number | null;
  /** Operations that are not known, with how often each: such a network has no latency. */
  readonly unknown: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
}

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
