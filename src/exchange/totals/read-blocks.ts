import { blockNetworkName } from '../../graph/architectures/nn-meter/block.js';
import { invalidRow, parseCsv, requireColumn } from '../files/csv.js';
import { isUnmeasured, positiveNumber } from '../files/number-cells.js';
import { namedUuid } from '../measurements/named-uuid.js';
import { unnamedConditions } from './conditions.js';
import type { PlacedTotal, TotalsTable } from './totals-table.js';

const publisher = { campaign: { id: namedUuid('microsoft/nn-Meter'), name: 'nn-meter' }, prefix: 'nn-meter' };
const keyColumns = ['key', 'type', 'parts'] as const;
const usPerMs = 1000;

/** Whether a table's first columns are those of nn-Meter's blocks. */
export function isBlockTable(text: string): boolean {
  return text.replace(/^\uFEFF/, '').startsWith(`${keyColumns.join(',')},`);
}

/**
 * nn-Meter's table of blocks (`tflite_cpu_block_lut.csv`) as totals of networks of one block: key, type, parts, and a column of milliseconds a
 * device. An empty cell, or `nan`, was not measured. Throws TRAINING_DATA_INVALID with line and field for a key that says no block, or contradicts
 * type and parts, for what is no number above 0, or told twice.
 */
export function readBlocks(text: string, file: string, conditions = unnamedConditions): TotalsTable {
  const table = parseCsv(text, file);
  const [key, type, parts] = keyColumns.map((name) => requireColumn(table, name)) as [number, number, number];
  const devices = table.columns.flatMap((device, column) =>
    [key, type, parts].includes(column) ? [] : [{ device, column }],
  );
  const lines = new Map<string, number>();
  const totals = table.rows.flatMap(({ line, cells }): PlacedTotal[] => {
    const cell = (column: number) => (cells[column] ?? '').trim();
    const at = (field: string) => ({ file, line, field });
    const network = blockNetworkName(cell(key));
    if (network === undefined) throw invalidRow(at('key'), `${cell(key).slice(0, 80)} is no block's key`);
    if (cell(key) !== `${cell(type)}_${cell(parts)}`)
      throw invalidRow(at('key'), `${cell(key)} is not its type and parts`);
    const before = lines.get(cell(key));
    if (before !== undefined)
      throw invalidRow(at('key'), `${cell(key)} is told twice, first in line ${before}`);
    lines.set(cell(key), line);
    return devices.flatMap(({ device, column }) => {
      if (isUnmeasured(cell(column))) return [];
      const meanUs = usPerMs * positiveNumber(cell(column), at(device));
      const total = { ...conditions, network, device, meanUs, stdUs: null };
      return [{ place: at(device), total }];
    });
  });
  return { publisher, totals, leftOut: [] };
}
