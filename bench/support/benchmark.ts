import { rowText, type BenchmarkRow } from './row-text.js';

export type { BenchmarkRow } from './row-text.js';

/** What may be asked of a benchmark on the command line. */
export interface BenchmarkOptions {
  /** How long what is watched over time is watched; each benchmark has its own default. */
  readonly minutes?: number;
  /** A folder with the `dist` of another build of this program, to be measured beside this one. */
  readonly baseline?: string;
  /** One JSON document in place of the table. */
  readonly json?: boolean;
}

/** Measures something and prints what came out, beside what it should be. */
export type Benchmark = (options: BenchmarkOptions) => void | Promise<void>;

/**
 * Milliseconds of CPU time that one call takes, garbage collection included: the median of `rounds` rounds, each of as many
 * calls as `atLeastMs` hold. CPU time, for what else the machine does would count otherwise.
 */
export function medianMs(work: () => void, { rounds = 9, atLeastMs = 200 } = {}): number {
  work();
  const times = Array.from({ length: rounds }, () => roundMs(work, atLeastMs)).sort((a, b) => a - b);
  return times[Math.floor(rounds / 2)] ?? NaN;
}

/** Prints rows as a table on stdout. */
export function printRows(rows: readonly BenchmarkRow[]): void {
  const widest = Math.max(...rows.map(({ measured }) => measured.length));
  for (const row of rows) printLine(rowText(row, widest));
}

/** Prints a line on stdout. */
export function printLine(text: string): void {
  process.stdout.write(`${text}\n`);
}

function roundMs(work: () => void, atLeastMs: number): number {
  const start = process.cpuUsage();
  let calls = 0;
  let elapsedMs = 0;
  while (elapsedMs < atLeastMs) {
    work();
    calls++;
    const { user, system } = process.cpuUsage(start);
    elapsedMs = (user + system) / 1000;
  }
  return elapsedMs / calls;
}
