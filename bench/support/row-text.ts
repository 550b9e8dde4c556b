/** One line of a benchmark's table. */
export interface BenchmarkRow {
  readonly measured: string;
  readonly value: number;
  readonly unit: string;
  /** What is asked for, in words: `at least 3000`. */
  readonly wanted: string;
}

/** A row as it is printed, with what was measured as wide as given. */
export function rowText({ measured, value, unit, wanted }: BenchmarkRow, width: number): string {
  const number = value >= 100 ? value.toFixed(0) : value.toPrecision(3);
  return `  ${measured.padEnd(width)}  ${number.padStart(9)} ${unit} (wanted: ${wanted})`;
}

/** The row that a printed line is; undefined when it is none. */
export function readRow(line: string): BenchmarkRow | undefined {
  const [, measured, number, unit, wanted] =
    /^ {2}(\S.*?) {2,}(\S+) (.*?) \(wanted: (.*)\)$/.exec(line) ?? [];
  const value = Number(number);
  if (measured === undefined || unit === undefined || wanted === undefined || Number.isNaN(value))
    return undefined;
  return { measured, value, unit, wanted };
}
