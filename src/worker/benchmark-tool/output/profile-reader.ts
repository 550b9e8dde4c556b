import type { ProfileBlock } from '../report.js';
import type { OutputLine } from './lines.js';
import { ProfileBlockReader, tableTitle } from './profile-block.js';
import { looksLikeRow, unknownLine } from './refusal.js';
import { severityOf } from '../severity.js';

type Section = 'initialization' | 'regular';

const sectionTitles: Readonly<Record<string, Section>> = {
  'Profiling Info for Benchmark Initialization:': 'initialization',
  'Operator-wise Profiling Info for Regular Benchmark Runs:': 'regular',
};

const primaryGraphPattern = /^Primary graph (?:\(name: (.*)\) )?profile:$/;
const subgraphPattern = /^Subgraph \(index: (\d{1,6})(?:, name: (.*))?\) profile:$/;
const delegateInternalPattern = /^Delegate internal: ?$/;

/** Reads the profiles out of a stream of lines: of the initialization, of the regular runs, of their subgraphs and delegates. */
export class ProfileReader {
  readonly #blocks: Record<Section, ProfileBlock[]> = { initialization: [], regular: [] };
  /** Tables without a title before them are of the regular runs, as the oldest tools print them. */
  #section: Section = 'regular';
  #block: ProfileBlockReader | undefined;

  /** True while a table is open, where every line has to be understood. */
  get isInTable(): boolean {
    return this.#block?.isInTable ?? false;
  }

  /**
   * Takes a line that belongs to a profile; false for any other. While a table is open every line belongs to it, save those
   * of a log, which a terminal mixes in.
   */
  take(line: OutputLine): boolean {
    const { severity, text } = severityOf(line.text);
    const section = Object.hasOwn(sectionTitles, text) ? sectionTitles[text] : undefined;
    if (section !== undefined) {
      this.#closeBlock(line);
      this.#section = section;
      return true;
    }
    const subject = blockSubject(text);
    if (subject !== undefined) {
      this.#openBlock(subject, line);
      return true;
    }
    return severity === undefined && this.#takeTableLine(line);
  }

  #takeTableLine(line: OutputLine): boolean {
    const title = tableTitle(line.text);
    const block = this.#block;
    if (title !== undefined && (block === undefined || block.isComplete || block.hasTable(title))) {
      this.#openBlock({ kind: 'subgraph', index: 0 }, line);
    }
    if (this.#block !== undefined) return this.#block.take(line);
    if (looksLikeRow(line.text)) throw unknownLine(line, 'it looks like a row, and no table is open');
    return false;
  }

  /** The blocks read, in order; the last one is marked incomplete when the lines ended inside it. */
  finish(): { readonly initialization: readonly ProfileBlock[]; readonly regular: readonly ProfileBlock[] } {
    this.#closeBlock();
    return this.#blocks;
  }

  #openBlock(subject: ProfileBlock['subject'], line: OutputLine): void {
    this.#closeBlock(line);
    this.#block = new ProfileBlockReader(subject);
  }

  #closeBlock(line?: OutputLine): void {
    if (line !== undefined && this.#block?.isInTable === true) {
      throw unknownLine(line, 'it begins a profile within a table');
    }
    if (this.#block !== undefined) this.#blocks[this.#section].push(this.#block.finish());
    this.#block = undefined;
  }
}

function blockSubject(text: string): ProfileBlock['subject'] | undefined {
  if (delegateInternalPattern.test(text)) return { kind: 'delegate-internal' };
  const primary = primaryGraphPattern.exec(text);
  if (primary !== null) return subgraph(0, primary[1]);
  const other = subgraphPattern.exec(text);
  return other === null ? undefined : subgraph(Number(other[1]), other[2]);
}

function subgraph(index: number, name: string | undefined): ProfileBlock['subject'] {
  return name === undefined ? { kind: 'subgraph', index } : { kind: 'subgraph', index, name };
}
