import { invalidRow, parseCsv, type CsvTable } from '../files/csv.js';
import type { PublishedNetwork } from './networks.js';
import { isUnmeasured, positiveNumber } from '../files/number-cells.js';

const cellColumn = 'architecture';
const usPerMs = 1000;

/** Whether a table's first column is that of cells of NAS-Bench-201. */
export function isCellTable(text: string): boolean {
  return text.replace(/^\uFEFF/, '').startsWith(`${cellColumn},`);
}

/**
 * Reads latencies of NAS-Bench-201: `architecture` in the benchmark's own notation, and a column of milliseconds for each back end, which
 * becomes a device with one scenario, `whole|float`. Such tables say neither sizes nor spreads: both are 0. An empty cell, or `nan`, is a
 * latency that was not measured. Throws TRAINING_DATA_INVALID with line and field for what is not a number, not above 0, or told twice.
 */
export function parseCells(text: string, file: string): PublishedNetwork[] {
  const table = parseCsv(text, file);
  const lines = new Map<string, number>();
  return table.rows.map(({ line, cells }) => {
    const network = (cells[0] ?? '').trim();
    const before = lines.get(network);
    if (before !== undefined) {
      throw invalidRow(
        { file, line, field: cellColumn },
        `${network} is told twice, first in line ${before}`,
      );
    }
    lines.set(network, line);
    return { line, network, flops: 0, sizeBytes: 0, latencies: cellLatencies(table, line, cells) };
  });
}

function cellLatencies(table: CsvTable, line: number, cells: readonly string[]) {
  return table.columns.slice(1).flatMap((device, index) => {
    const text = (cells[index + 1] ?? '').trim();
    if (isUnmeasured(text)) return [];
    const meanUs = usPerMs * positiveNumber(text, { file: table.file, line, field: device });
    return [{ device, cores: 'whole', precision: 'float', meanUs, stdUs: 0 }];
  });
}
