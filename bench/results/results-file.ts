import { readRow, type BenchmarkRow } from '../support/row-text.js';

/** What one benchmark printed, on which machine and when. */
export interface BenchmarkResult {
  readonly name: string;
  /** Processors, memory and versions, as {@link machineText} has them. */
  readonly machine: string;
  /** Day of the run, `2026-11-29`. */
  readonly day: string;
  readonly printed: string;
}

const heading = `# Results of the benchmarks

What \`npm run bench -- NAME\` printed last, written by \`npm run bench -- record NAME…\`. Figures of two days or machines do not compare; ratios
within one run do. \`npm run bench -- compare\` runs again what stands here and sets it beside this file.
`;

/** The results as Markdown, by name. */
export function resultsText(results: readonly BenchmarkResult[]): string {
  const sorted = [...results].sort((a, b) => (a.name < b.name ? -1 : 1));
  return [heading, ...sorted.map(sectionText)].join('\n');
}

function sectionText({ name, machine, day, printed }: BenchmarkResult): string {
  return `## ${name}\n\n${day}, ${machine}\n\n\`\`\`text\n${printed.trimEnd()}\n\`\`\`\n`;
}

/** The results that such a text holds; other text in it is passed over. */
export function readResults(text: string): BenchmarkResult[] {
  return [...text.matchAll(/^## (\S+)\n\n(\d{4}-\d\d-\d\d), (.*)\n\n```text\n([^]*?)\n```$/gm)].map(
    ([, name = '', day = '', machine = '', printed = '']) => ({
      name,
      day,
      machine,
      printed: `${printed}\n`,
    }),
  );
}

/** The rows of a benchmark's tables. */
export function rowsIn(printed: string): readonly BenchmarkRow[] {
  return printed.split('\n').flatMap((line) => readRow(line) ?? []);
}

/** A row as it was before and is now, `null` where it is missing; `ratio` is now for each before, where there is one. */
export interface ComparedRow {
  readonly measured: string;
  readonly unit: string;
  readonly before: number | null;
  readonly now: number | null;
  readonly ratio: number | null;
}

/**
 * The rows of two runs in the order of the later one, and behind them those that only the earlier one has. The n-th of several of one name
 * stands beside the n-th.
 */
export function compareRows(before: readonly BenchmarkRow[], now: readonly BenchmarkRow[]): ComparedRow[] {
  const left = [...before];
  const rows = now.map(({ measured, unit, value }): ComparedRow => {
    const index = left.findIndex((row) => row.measured === measured && row.unit === unit);
    const [earlier] = index < 0 ? [] : left.splice(index, 1);
    const then = earlier?.value ?? null;
    return {
      measured,
      unit,
      before: then,
      now: value,
      ratio: then === null || then === 0 ? null : value / then,
    };
  });
  const gone = left.map(({ measured, unit, value }) => ({
    ...{ measured, unit, before: value, now: null, ratio: null },
  }));
  return [...rows, ...gone];
}
