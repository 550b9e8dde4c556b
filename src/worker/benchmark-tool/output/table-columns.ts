import type { PrintedNumber } from './numbers.js';
import { fixedNumber, sixDigitNumber } from './numbers.js';

/** What a column of a profile table holds. */
export type ColumnKey =
  | 'nodeType'
  | 'startMs'
  | 'firstMs'
  | 'meanMs'
  | 'percent'
  | 'cumulativePercent'
  | 'memoryKb'
  | 'timesCalled'
  | 'name'
  | 'count';

/** Header texts without brackets, in lower case, `_` read as a blank. The text and CSV tables differ in nothing else. */
const columnNames: Readonly<Record<string, ColumnKey>> = {
  'node type': 'nodeType',
  start: 'startMs',
  first: 'firstMs',
  'avg ms': 'meanMs',
  '%': 'percent',
  'avg %': 'percent',
  'cdf%': 'cumulativePercent',
  'cdf %': 'cumulativePercent',
  'mem kb': 'memoryKb',
  'times called': 'timesCalled',
  name: 'name',
  count: 'count',
};

const percentColumns: ReadonlySet<ColumnKey> = new Set(['percent', 'cumulativePercent']);

export interface TableColumns {
  readonly layout: 'text' | 'csv';
  readonly keys: readonly ColumnKey[];
}

/** A row's cells by column: the two texts, and the numbers as printed. */
export interface TableCells {
  readonly nodeType: string;
  readonly name?: string;
  readonly numbers: Readonly<Partial<Record<ColumnKey, PrintedNumber>>>;
}

/** Why a line is no header, or no row, of a table: a sentence for an error message. */
export interface Refusal {
  readonly refusal: string;
}

/**
 * Reads a table's header line. The node type comes first; in a table of nodes the name comes last; `required` columns must be
 * there. Every other column may be there or not, in any order.
 */
export function parseHeader(line: string, required: readonly ColumnKey[]): TableColumns | Refusal {
  const layout = line.startsWith('\t') ? 'text' : 'csv';
  const titles = layout === 'text' ? line.slice(1).split('\t') : line.split(',');
  const keys: ColumnKey[] = [];
  for (const title of titles) {
    const normalized = title
      .trim()
      .replace(/^\[(.*)\]$/, '$1')
      .toLowerCase()
      .replaceAll('_', ' ');
    const key = Object.hasOwn(columnNames, normalized) ? columnNames[normalized] : undefined;
    if (key === undefined) return { refusal: `the column "${title.trim()}" is not known` };
    if (keys.includes(key)) return { refusal: `the column "${title.trim()}" is there twice` };
    keys.push(key);
  }
  const missing = required.find((key) => !keys.includes(key));
  if (missing !== undefined) return { refusal: `the header has no column for ${missing}` };
  if (keys[0] !== 'nodeType') return { refusal: 'the first column is not the node type' };
  if (keys.includes('name') && keys.at(-1) !== 'name') return { refusal: 'the last column is not the name' };
  return { layout, keys };
}

/** Reads a row under the given columns. */
export function parseRow(line: string, columns: TableColumns): TableCells | Refusal {
  return columns.layout === 'text' ? parseTextRow(line, columns.keys) : parseCsvRow(line, columns.keys);
}

/** Cells are set apart by tabs; padding and overlong names are of no account. A tab in a tensor's name stays in the name. */
function parseTextRow(line: string, keys: readonly ColumnKey[]): TableCells | Refusal {
  if (!line.startsWith('\t')) return { refusal: 'the row does not begin with a tab' };
  const cells = line.slice(1).split('\t');
  const hasName = keys.at(-1) === 'name';
  if (cells.length < keys.length || (!hasName && cells.length > keys.length)) {
    return { refusal: `the row has ${cells.length} cells for ${keys.length} columns` };
  }
  const numericKeys = keys.slice(1, hasName ? -1 : undefined);
  const numbers = parseNumbers(cells.slice(1, 1 + numericKeys.length), numericKeys, 'text');
  if ('refusal' in numbers) return numbers;
  const nodeType = (cells[0] as string).trim();
  if (!hasName) return { nodeType, numbers };
  return {
    nodeType,
    numbers,
    name: cells
      .slice(1 + numericKeys.length)
      .join('\t')
      .trim(),
  };
}

/**
 * Cells are set apart by a comma and a blank, and a delegate's node type holds those too (`Convolution (NHWC, F32) GEMM`), so
 * the one place is looked for where as many numbers as there are columns stand side by side. Commas within the name were
 * written as tabs.
 */
function parseCsvRow(line: string, keys: readonly ColumnKey[]): TableCells | Refusal {
  const cells = line.split(', ');
  const hasName = keys.at(-1) === 'name';
  const numericKeys = keys.slice(1, hasName ? -1 : undefined);
  const lastStart = cells.length - numericKeys.length - (hasName ? 1 : 0);
  const firstStart = hasName ? 1 : Math.max(lastStart, 1);
  let found: TableCells | undefined;
  let refusal = `the row has ${cells.length} cells for ${keys.length} columns`;
  for (let start = firstStart; start <= lastStart; start += 1) {
    const numbers = parseNumbers(cells.slice(start, start + numericKeys.length), numericKeys, 'csv');
    if ('refusal' in numbers) {
      refusal = numbers.refusal;
      continue;
    }
    if (found !== undefined) return { refusal: 'the row can be read in two ways' };
    const nodeType = cells.slice(0, start).join(', ').trim();
    const name = cells
      .slice(start + numericKeys.length)
      .join(', ')
      .replaceAll('\t', ',')
      .trim();
    found = hasName ? { nodeType, numbers, name } : { nodeType, numbers };
  }
  return found ?? { refusal };
}

type Numbers = TableCells['numbers'];

function parseNumbers(
  cells: readonly string[],
  keys: readonly ColumnKey[],
  layout: TableColumns['layout'],
): Numbers | Refusal {
  const numbers: Partial<Record<ColumnKey, PrintedNumber>> = {};
  for (const [index, key] of keys.entries()) {
    const cell = (cells[index] ?? '').trim();
    const digits = percentColumns.has(key) ? withoutPercentSign(cell) : cell;
    const number = layout === 'text' ? fixedNumber(digits) : sixDigitNumber(digits);
    if (number === undefined) return { refusal: `"${cell}" is not a value of the column ${key}` };
    numbers[key] = number;
  }
  return numbers;
}

/** The text without its percent sign; a text without one is no percentage. */
function withoutPercentSign(cell: string): string {
  return cell.endsWith('%') ? cell.slice(0, -1) : '';
}
