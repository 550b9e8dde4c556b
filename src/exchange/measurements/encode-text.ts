import { canonicalJson } from '../../graph/canonical-json.js';
import { columnNames, measurementColumns, type MeasurementColumn, type MeasurementRow } from './columns.js';

type RowBatches = AsyncIterable<readonly MeasurementRow[]>;

/** RFC 4180, a line of column names first. JSON is text in its cell; numbers are the shortest decimals that read back equal. */
export async function* encodeCsv(batches: RowBatches): AsyncGenerator<string> {
  yield csvLine(columnNames);
  for await (const rows of batches) {
    yield rows.map((row) => csvLine(columnNames.map((name) => cellText(name, row[name])))).join('');
  }
}

/** A JSON object a line, with every column, `null` where there is nothing to tell. */
export async function* encodeJsonLines(batches: RowBatches): AsyncGenerator<string> {
  for await (const rows of batches) {
    yield rows.map((row) => `${JSON.stringify(inOrder(row))}\n`).join('');
  }
}

function inOrder(row: MeasurementRow): object {
  return Object.fromEntries(columnNames.map((name) => [name, row[name]]));
}

/** A cell as text, empty for `null`. */
export function cellText(name: MeasurementColumn, value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' && measurementColumns[name] !== 'json' ? value : canonicalJson(value);
}

/** One line of a CSV file, with its end. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(',')}\n`;
}

function csvCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
