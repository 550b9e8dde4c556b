import type { NodeTypeSummary, ProfileBlock, ProfileRow, SampleStatistics } from '../report.js';
import type { OutputLine } from './lines.js';
import { wholeNumber } from './numbers.js';
import { profileRow, summaryRow } from './profile-row.js';
import { looksLikeRow, unknownLine } from './refusal.js';
import { parseStatistics } from './statistics.js';
import { parseHeader, parseRow, type ColumnKey, type TableColumns } from './table-columns.js';

type TableTitle = 'Run Order' | 'Top by Computation Time' | 'Top by Memory Use' | 'Summary by node type';

const requiredColumns: Readonly<Record<TableTitle, readonly ColumnKey[]>> = {
  'Run Order': ['nodeType', 'firstMs', 'meanMs', 'name'],
  'Top by Computation Time': ['nodeType', 'firstMs', 'meanMs', 'name'],
  'Top by Memory Use': ['nodeType', 'firstMs', 'meanMs', 'name'],
  'Summary by node type': ['nodeType', 'count', 'meanMs'],
};

const titlePattern = /^={20,40} ([^=]{1,60}) ={20,40}$/;
const shortSummaryPattern = /^(?:Subgraph \(index: \d+(?:, name: .*)?\) )?Timings \(microseconds\): (.*)$/;

/** The title in a line of equals signs; `undefined` for any other line. */
export function tableTitle(text: string): string | undefined {
  return titlePattern.exec(text)?.[1];
}

/** Reads the tables of one subgraph, or of a delegate's inside, line by line. */
export class ProfileBlockReader {
  readonly #subject: ProfileBlock['subject'];
  readonly #runOrder: ProfileRow[] = [];
  readonly #topByTime: ProfileRow[] = [];
  readonly #summary: NodeTypeSummary[] = [];
  readonly #titles = new Set<TableTitle>();
  #table: TableTitle | undefined;
  #columns: TableColumns | undefined;
  #layout: ProfileBlock['layout'] = 'text';
  #hasStartColumn = false;
  #nodesExecuted: number | undefined;
  #nodesObserved: number | undefined;
  #timings: SampleStatistics | undefined;
  #memorySampleCount: number | undefined;

  constructor(subject: ProfileBlock['subject']) {
    this.#subject = subject;
  }

  /** True once the line that ends a block was read. */
  get isComplete(): boolean {
    return this.#nodesObserved !== undefined;
  }

  /** True between a table's title and the empty line after it. */
  get isInTable(): boolean {
    return this.#table !== undefined;
  }

  /** Whether a table of this title was already read: the next one begins another block. */
  hasTable(title: string): boolean {
    return this.#titles.has(title as TableTitle);
  }

  /**
   * Takes a line of the block; false when it is not one. Throws BENCHMARK_OUTPUT_UNKNOWN for a table, a column or a row
   * that is not understood.
   */
  take(line: OutputLine): boolean {
    const title = tableTitle(line.text);
    if (title !== undefined) {
      this.#openTable(title, line);
      return true;
    }
    if (this.#table !== undefined) return this.#takeTableLine(line, this.#table);
    if (looksLikeRow(line.text)) throw unknownLine(line, 'it looks like a row, and no table is open');
    return this.#takeSummaryLine(line);
  }

  finish(): ProfileBlock {
    return {
      subject: this.#subject,
      layout: this.#layout,
      hasStartColumn: this.#hasStartColumn,
      runOrder: this.#runOrder,
      topByTime: this.#topByTime,
      summary: this.#summary,
      ...(this.#nodesExecuted === undefined ? {} : { nodesExecuted: this.#nodesExecuted }),
      ...(this.#nodesObserved === undefined ? {} : { nodesObserved: this.#nodesObserved }),
      ...(this.#timings === undefined ? {} : { timings: this.#timings }),
      ...(this.#memorySampleCount === undefined ? {} : { memorySampleCount: this.#memorySampleCount }),
      complete: this.isComplete && this.#titles.has('Run Order') && this.#timings !== undefined,
    };
  }

  #openTable(title: string, line: OutputLine): void {
    if (!Object.hasOwn(requiredColumns, title)) throw unknownLine(line, `a table "${title}" is not known`);
    if (this.#table !== undefined && this.#columns === undefined) {
      throw unknownLine(line, `the table "${this.#table}" has no header`);
    }
    this.#table = title as TableTitle;
    this.#titles.add(this.#table);
    this.#columns = undefined;
  }

  #takeTableLine(line: OutputLine, table: TableTitle): boolean {
    if (line.text === '') {
      // Some of LiteRT's tools leave a line empty between title and header; a title with nothing after it is caught by the next one.
      if (this.#columns !== undefined) this.#table = undefined;
      return true;
    }
    if (this.#columns === undefined) {
      this.#columns = this.#header(line, table);
      return true;
    }
    this.#addRow(line, table, this.#columns);
    return true;
  }

  #header(line: OutputLine, table: TableTitle): TableColumns {
    const columns = parseHeader(line.text, requiredColumns[table]);
    if ('refusal' in columns) throw unknownLine(line, columns.refusal);
    this.#layout = columns.layout;
    this.#hasStartColumn ||= columns.keys.includes('startMs');
    return columns;
  }

  #addRow(line: OutputLine, table: TableTitle, columns: TableColumns): void {
    const cells = parseRow(line.text, columns);
    if ('refusal' in cells) throw unknownLine(line, cells.refusal);
    if (table === 'Summary by node type') {
      this.#summary.push(accepted(summaryRow(cells), line));
      return;
    }
    const row = accepted(profileRow(cells, line.number), line);
    if (table === 'Run Order') this.#runOrder.push(row);
    if (table === 'Top by Computation Time') this.#topByTime.push(row);
  }

  #takeSummaryLine(line: OutputLine): boolean {
    const { text } = line;
    const executed = wholeNumber(afterPrefix(text, 'Number of nodes executed: '));
    const observed = text.endsWith(' nodes observed')
      ? wholeNumber(text.slice(0, -' nodes observed'.length))
      : undefined;
    const timings = shortSummaryPattern.exec(text)?.[1];
    const memory = afterPrefix(text, 'Memory (bytes): ');
    if (executed !== undefined) this.#nodesExecuted = once(this.#nodesExecuted, executed, line);
    else if (observed !== undefined) this.#nodesObserved = once(this.#nodesObserved, observed, line);
    else if (timings !== undefined) this.#timings = once(this.#timings, statistics(timings, line), line);
    else if (memory !== '') {
      this.#memorySampleCount = once(this.#memorySampleCount, statistics(memory, line).count, line);
    } else return text === '';
    return true;
  }
}

function once<Value>(known: Value | undefined, value: Value, line: OutputLine): Value {
  if (known !== undefined) throw unknownLine(line, 'the same was said before in this profile');
  return value;
}

function accepted<Row extends object>(row: Row | { readonly refusal: string }, line: OutputLine): Row {
  if ('refusal' in row) throw unknownLine(line, row.refusal);
  return row;
}

function statistics(text: string, line: OutputLine): SampleStatistics {
  const parsed = parseStatistics(text);
  if (parsed === undefined) throw unknownLine(line, 'the statistics in it are not understood');
  return parsed;
}

function afterPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : '';
}
