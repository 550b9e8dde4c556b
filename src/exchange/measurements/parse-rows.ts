import { z } from 'zod';

import { invalidRow, parseCsv, requireColumn } from '../files/csv.js';
import { number } from '../files/number-cells.js';
import { columnNames, laterColumns, measurementColumns, type MeasurementColumn } from './columns.js';

const text = z
  .string()
  .min(1)
  .refine((value) => !value.includes('\0'), 'holds a character that no database keeps');
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hexadecimal digits');
const timeUs = z.number().min(0);
const count = z.int32().min(0);
const json = z
  .looseObject({})
  .refine((value) => !JSON.stringify(value).includes('\\u0000'), 'holds a character that no database keeps');
const moment = z.iso.datetime();

const rowSchema = z.strictObject({
  run: hash,
  campaign: z.uuid(),
  campaignName: text,
  device: text,
  soc: z.string().nullable(),
  build: z.string().nullable(),
  pool: text.regex(/^[^:\s]+$/, 'holds a colon or a space, which no name of a queue may'),
  scenario: text,
  sampleHash: hash,
  sampleKind: z.enum(['OPERATIONS', 'ARCHITECTURE', 'FILE']),
  sample: text,
  sampleSpec: json.nullable(),
  repetition: count,
  phone: text.nullable().default(null),
  benchmarkBinary: hash.nullable().default(null),
  commandLine: z.unknown(),
  conditions: z.unknown(),
  verdict: text,
  verdictReason: text.nullable(),
  clockSource: text.nullable(),
  startedAt: moment.nullable(),
  finishedAt: moment.nullable(),
  initUs: timeUs.nullable(),
  firstInferenceUs: timeUs.nullable(),
  warmupMeanUs: timeUs.nullable(),
  inferenceMeanUs: timeUs.nullable(),
  inferenceStdUs: timeUs.nullable(),
  inferenceMinUs: timeUs.nullable(),
  inferenceMaxUs: timeUs.nullable(),
  inferenceCount: count.nullable(),
  operationSumUs: timeUs.nullable(),
  ordinal: count.nullable(),
  operationIndex: count.nullable(),
  operator: text.nullable(),
  kernel: text.nullable(),
  configuration: hash.nullable(),
  configurationSpec: json.nullable(),
  features: z.unknown(),
  meanUs: timeUs.nullable(),
  stdUs: timeUs.nullable(),
  firstUs: timeUs.nullable(),
  count: count.nullable(),
  sharedRow: z.int32().min(0).max(1).nullable().default(null),
});

/** A row of a file of measurements whose every cell is of its column's kind. */
export type ParsedRow = z.infer<typeof rowSchema> & { readonly line: number };

/**
 * Reads the rows of a file of measurements, CSV or JSON lines, which its first character tells. Throws TRAINING_DATA_INVALID with
 * line and field for a column that is missing, a cell that is not what its column holds, a time that is negative or no number.
 */
export function parseMeasurementRows(content: string, file: string): ParsedRow[] {
  if (content.startsWith('PAR1')) {
    throw invalidRow({ file, line: 1 }, 'this is Parquet; export CSV or JSON lines to import them elsewhere');
  }
  const rows = content
    .replace(/^\uFEFF/, '')
    .trimStart()
    .startsWith('{')
    ? jsonRows(content, file)
    : csvRows(content, file);
  return Array.from(rows, ({ line, cells }) => {
    const parsed = rowSchema.safeParse(cells);
    if (parsed.success) return { ...parsed.data, line };
    const [issue] = parsed.error.issues;
    const field = issue?.code === 'unrecognized_keys' ? issue.keys[0] : issue?.path[0];
    throw invalidRow(
      { file, line, ...(field !== undefined && { field: String(field) }) },
      reasonOf(issue, field === undefined ? undefined : (cells as Record<string, unknown>)[String(field)]),
    );
  });
}

interface RawRow {
  readonly line: number;
  readonly cells: unknown;
}

function reasonOf(issue: z.core.$ZodIssue | undefined, value: unknown): string {
  const told = value === undefined ? 'it is missing' : JSON.stringify(value).slice(0, 40);
  return `${told}: ${issue?.message ?? 'this is not a row of measurements'}`;
}

function* jsonRows(content: string, file: string): Generator<RawRow> {
  let line = 0;
  for (const text of content.replace(/^\uFEFF/, '').split('\n')) {
    line++;
    if (text.trim() === '') continue;
    yield { line, cells: parseJson(text, { file, line }) };
  }
}

function* csvRows(content: string, file: string): Generator<RawRow> {
  const table = parseCsv(content, file);
  const expected = columnNames.filter((name) => !laterColumns.includes(name) || table.columns.includes(name));
  const places = expected.map((name) => [name, requireColumn(table, name)] as const);
  const unknown = table.columns.find((name) => !(name in measurementColumns));
  if (unknown !== undefined) throw invalidRow({ file, line: 1, field: unknown }, 'there is no such column');
  for (const { line, cells } of table.rows) {
    const values = places.map(([name, index]) => {
      return [name, csvValue(name, cells[index] ?? '', { file, line, field: name })];
    });
    yield { line, cells: Object.fromEntries(values) };
  }
}

function csvValue(
  name: MeasurementColumn,
  cell: string,
  place: { file: string; line: number; field: string },
): unknown {
  if (cell === '') return null;
  switch (measurementColumns[name]) {
    case 'text':
      return cell;
    case 'json':
      return parseJson(cell, place);
    default:
      return number(cell, place);
  }
}

function parseJson(text: string, place: { file: string; line: number; field?: string }): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw invalidRow(place, `this is not JSON (${cause.message.slice(0, 80)})`);
  }
}
