import { exchangeError } from '../errors.js';

/** A row of a CSV file, by column. */
export interface CsvRow {
  /** Where the row begins in the file, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

export interface CsvTable {
  /** Name of the file, for messages. */
  readonly file: string;
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
}

/** A place in a file, for messages. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly field?: string;
}

/** The error for a row that cannot be used: TRAINING_DATA_INVALID with file, line and field. */
export function invalidRow(place: FilePlace, reason: string): Error {
  const field = place.field === undefined ? '' : `, ${place.field}`;
  return exchangeError('TRAINING_DATA_INVALID', `${place.file}:${place.line}${field}: ${reason}.`, {
    details: { ...place },
  });
}

/**
 * Reads CSV as RFC 4180 has it: commas, double quotes around a cell and doubled inside it, lines ended by LF or CRLF. The first
 * line names the columns. Throws TRAINING_DATA_INVALID for an empty file, a name that stands twice, a quote that is never
 * closed, or a row with more or fewer cells than there are columns.
 */
export function parseCsv(text: string, file: string): CsvTable {
  const [header, ...rows] = [...records(text.replace(/^\uFEFF/, ''), file)];
  if (header === undefined) throw invalidRow({ file, line: 1 }, 'the file is empty');
  const columns = header.cells;
  const repeated = columns.find((name, index) => columns.indexOf(name) !== index);
  if (repeated !== undefined) throw invalidRow({ file, line: 1, field: repeated }, 'the column stands twice');
  const uneven = rows.find((row) => row.cells.length !== columns.length);
  if (uneven !== undefined) {
    throw invalidRow(
      { file, line: uneven.line },
      `${uneven.cells.length} cells where ${columns.length} columns are named`,
    );
  }
  return { file, columns, rows };
}

/** Index of a column. Throws TRAINING_DATA_INVALID, with the columns there are, when it is missing. */
export function requireColumn(table: CsvTable, name: string): number {
  const index = table.columns.indexOf(name);
  if (index >= 0) return index;
  throw invalidRow(
    { file: table.file, line: 1, field: name },
    `the column is missing; there are ${table.columns.join(', ')}`,
  );
}

function* records(text: string, file: string): Generator<CsvRow> {
  let line = 1;
  let position = 0;
  while (position < text.length) {
    const begin = line;
    const cells: string[] = [];
    for (;;) {
      const cell =
        text[position] === '"' ? quotedCell(text, position, { file, line }) : plainCell(text, position);
      cells.push(cell.value);
      line += cell.lines;
      position = cell.end;
      if (text[position] !== ',') break;
      position++;
    }
    const lineEnd = /^(?:\r?\n|$)/.exec(text.slice(position, position + 2));
    if (lineEnd === null) throw invalidRow({ file, line }, 'there is text after a closing quote');
    position += lineEnd[0].length;
    line++;
    yield { line: begin, cells };
  }
}

function plainCell(text: string, begin: number) {
  let end = begin;
  while (end < text.length && !',\r\n'.includes(text[end] as string)) end++;
  return { value: text.slice(begin, end), end, lines: 0 };
}

function quotedCell(text: string, begin: number, place: FilePlace) {
  let value = '';
  let position = begin + 1;
  for (;;) {
    const quote = text.indexOf('"', position);
    if (quote < 0) throw invalidRow(place, 'a quote is never closed');
    value += text.slice(position, quote);
    if (text[quote + 1] !== '"') return { value, end: quote + 1, lines: value.split('\n').length - 1 };
    value += '"';
    position = quote + 2;
  }
}
