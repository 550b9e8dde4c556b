import { latencyText, shareText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';
import type { PredictionRow } from '../../../predictor/networks/prediction-row.js';
import { columnNames, predictionColumns, type PredictionColumn } from './prediction-columns.js';

export const predictionFormats = ['table', 'csv', 'jsonl', 'parquet'] as const;
export type PredictionFormat = (typeof predictionFormats)[number];

/** Predictions in a format: text, or the bytes of a Parquet file. Absent values are empty cells, `null` in JSON and Parquet. */
export async function encodePredictions(
  rows: readonly PredictionRow[],
  format: PredictionFormat,
): Promise<string | Uint8Array> {
  switch (format) {
    case 'table':
      return predictionTable(rows);
    case 'csv':
      return predictionCsv(rows);
    case 'jsonl':
      return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    case 'parquet':
      return predictionParquet(rows);
  }
}

function predictionTable(rows: readonly PredictionRow[]): string {
  return renderTable(
    [
      { heading: 'network' },
      { heading: 'device' },
      { heading: 'scenario' },
      { heading: 'predicted', align: 'right' },
      { heading: 'interval' },
      { heading: 'extrapolated', align: 'right' },
      { heading: 'problem' },
    ],
    rows.map(({ network, device, scenario, latencyUs, lowUs, highUs, extrapolatedShare, unknown, error }) => [
      network,
      device,
      scenario,
      latencyUs === null ? '-' : latencyText(latencyUs),
      lowUs === null || highUs === null ? '-' : `${latencyText(lowUs)} to ${latencyText(highUs)}`,
      extrapolatedShare === null ? '-' : shareText(extrapolatedShare),
      error ?? (unknown === null ? '' : `not known: ${unknown}`),
    ]),
  );
}

async function predictionCsv(rows: readonly PredictionRow[]): Promise<string> {
  const { csvLine } = await import('../../../exchange/index.js');
  const cell = (value: PredictionRow[PredictionColumn]) => (value === null ? '' : String(value));
  return [columnNames, ...rows.map((row) => columnNames.map((name) => cell(row[name])))]
    .map(csvLine)
    .join('');
}

async function predictionParquet(rows: readonly PredictionRow[]): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer');
  const columnData = columnNames.map((name) => ({
    name,
    type: predictionColumns[name],
    nullable: true,
    data: rows.map((row) => row[name]),
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
