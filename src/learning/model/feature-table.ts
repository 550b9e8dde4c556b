import { LearningError } from '../errors.js';

/** Rows of numeric features, held column by column: `columns[feature][row]`. Every value is finite. */
export interface FeatureTable {
  readonly names: readonly string[];
  readonly rowCount: number;
  readonly columns: readonly Float64Array[];
}

/** A value of one feature in one row. */
export type FeatureRecord = Readonly<Record<string, number>>;

/**
 * A table with a column for every feature that any record names, in alphabetical order; a feature that a record lacks is 0
 * in its row. Throws LEARNER_INPUT_INVALID on a value that is not finite.
 */
export function tableOfRecords(records: readonly FeatureRecord[]): FeatureTable {
  const known = new Set<string>();
  for (const record of records) for (const name in record) known.add(name);
  const names = [...known].sort();
  return {
    names,
    rowCount: records.length,
    columns: names.map((name) =>
      Float64Array.from(records, (record, row) => finite(record[name] ?? 0, name, row)),
    ),
  };
}

/** The rows of a table at the given indices, in their order; an index may stand more than once. */
export function selectRows(table: FeatureTable, rows: ArrayLike<number>): FeatureTable {
  return {
    names: table.names,
    rowCount: rows.length,
    columns: table.columns.map((column) => selectValues(column, rows)),
  };
}

/** The columns of the given names, in their order. Throws LEARNER_INPUT_INVALID when the table lacks one. */
export function selectColumns(table: FeatureTable, names: readonly string[]): FeatureTable {
  return { names, rowCount: table.rowCount, columns: names.map((name) => columnOf(table, name)) };
}

/** The values at the given indices, in their order. */
export function selectValues(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  const selected = new Float64Array(rows.length);
  for (let index = 0; index < rows.length; index++) selected[index] = values[rows[index] as number] as number;
  return selected;
}

/** Copies a row of a table into `row`, which has a place for every column. */
export function readRow(table: FeatureTable, index: number, row: Float64Array): void {
  for (let feature = 0; feature < table.columns.length; feature++) {
    row[feature] = (table.columns[feature] as Float64Array)[index] as number;
  }
}

/** Index of a column by name. Throws LEARNER_INPUT_INVALID when there is none. */
export function columnIndex(names: readonly string[], name: string): number {
  const index = names.indexOf(name);
  if (index < 0)
    throw new LearningError('LEARNER_INPUT_INVALID', `The table has no feature ${name}.`, { name });
  return index;
}

function columnOf(table: FeatureTable, name: string): Float64Array {
  return table.columns[columnIndex(table.names, name)] as Float64Array;
}

function finite(value: number, name: string, row: number): number {
  if (Number.isFinite(value)) return value;
  throw new LearningError('LEARNER_INPUT_INVALID', `Feature ${name} of row ${row} is ${value}.`, {
    name,
    row,
  });
}
