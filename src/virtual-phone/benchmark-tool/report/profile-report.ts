import { ostreamNumber } from './number-format.js';
import { type ProfiledNode, type ProfileSection, summarizeByType } from './profile.js';

/** How a profile is written: as the tables on stdout, or as the CSV file. */
export type ProfileFormat = 'text' | 'csv';

const longestTopList = 10;
const rule = (title: string): string =>
  `============================== ${title} ==============================`;

/** Widths of the text cells of TF 2.10 to 2.17 (stats_calculator.cc); a longer text overflows its cell. */
const nodeColumns = [
  { title: '[node type]', csvTitle: 'node type', width: 24 },
  { title: '[first]', csvTitle: 'first', width: 9 },
  { title: '[avg ms]', csvTitle: 'avg_ms', width: 9 },
  { title: '[%]', csvTitle: '%', width: 8 },
  { title: '[cdf%]', csvTitle: 'cdf%', width: 8 },
  { title: '[mem KB]', csvTitle: 'mem KB', width: 10 },
  { title: '[times called]', csvTitle: 'times called', width: 9 },
  { title: '[Name]', csvTitle: 'name', width: 0 },
] as const;
const typeColumns = [
  { title: '[Node type]', csvTitle: 'node type', width: 24 },
  { title: '[count]', csvTitle: 'count', width: 9 },
  { title: '[avg ms]', csvTitle: 'avg_ms', width: 10 },
  { title: '[avg %]', csvTitle: 'avg %', width: 11 },
  { title: '[cdf %]', csvTitle: 'cdf %', width: 11 },
  { title: '[mem KB]', csvTitle: 'mem KB', width: 10 },
  { title: '[times called]', csvTitle: 'times called', width: 9 },
] as const;

type Columns = readonly { readonly title: string; readonly csvTitle: string; readonly width: number }[];
type Cell = string | { readonly ms: number } | { readonly percent: number };

function textCell(cell: Cell): string {
  if (typeof cell === 'string') return cell;
  return 'ms' in cell ? cell.ms.toFixed(3) : percentText(cell.percent, (percent) => percent.toFixed(3));
}

/** A share of a total of zero is `-nan`, as C++ writes it. */
function percentText(percent: number, write: (percent: number) => string): string {
  return `${Number.isNaN(percent) ? '-nan' : write(percent)}%`;
}

/** CSV has no quoting: a comma inside a text becomes a tab. */
function csvCell(cell: Cell, column: number): string {
  if (typeof cell === 'string') return column === 0 ? cell : cell.replaceAll(',', '\t');
  return 'ms' in cell ? ostreamNumber(cell.ms) : percentText(cell.percent, ostreamNumber);
}

function table(
  title: string,
  columns: Columns,
  rows: readonly (readonly Cell[])[],
  format: ProfileFormat,
): string {
  const line = (cells: readonly string[]): string =>
    format === 'csv'
      ? cells.join(', ')
      : cells.map((cell, index) => `\t${cell.padStart(columns[index]?.width ?? 0)}`).join('');
  const header = columns.map((column) => (format === 'csv' ? column.csvTitle : column.title));
  const body = rows.map((cells) => cells.map(format === 'csv' ? csvCell : textCell));
  return [rule(title), line(header), ...body.map(line)].map((text) => `${text}\n`).join('');
}

/**
 * Rows of nodes, with their share of `totalUs` and the share of all rows so far. As the tool does it (stats_calculator.cc), `first` and
 * `avg ms` are of one call, the shares of all calls of a run; of the calls of a run, which are added up here, each is given their mean.
 */
function nodeRows(nodes: readonly ProfiledNode[], totalUs: number): Cell[][] {
  let soFar = 0;
  return nodes.map(({ type, name, timeUs, timesCalled }) => {
    const percent = (100 * timeUs.sum) / totalUs;
    soFar += percent;
    const calls = Math.max(1, timesCalled);
    return [
      type,
      { ms: timeUs.first / calls / 1000 },
      { ms: timeUs.average / calls / 1000 },
      { percent },
      { percent: soFar },
      { ms: 0 },
      String(timesCalled),
      name,
    ];
  });
}

function typeRows(section: ProfileSection): Cell[][] {
  const summaries = summarizeByType(section);
  const totalUs = summaries.reduce((sum, { averageUs }) => sum + averageUs, 0);
  let soFar = 0;
  return summaries.map(({ type, nodes, averageUs, timesCalled }) => {
    const percent = (100 * averageUs) / totalUs;
    soFar += percent;
    return [
      type,
      String(nodes),
      { ms: averageUs / 1000 },
      { percent },
      { percent: soFar },
      { ms: 0 },
      String(timesCalled),
    ];
  });
}

/** One section of a profile: run order, top list, summary by node type, totals. Ends with `N nodes observed` and an empty line. */
export function profileSectionText(section: ProfileSection, format: ProfileFormat): string {
  const { nodes, totalUs } = section;
  const byTime = [...nodes].sort((a, b) => b.timeUs.average - a.timeUs.average).slice(0, longestTopList);
  return [
    table('Run Order', nodeColumns, nodeRows(nodes, totalUs.sum), format),
    table('Top by Computation Time', nodeColumns, nodeRows(byTime, totalUs.sum), format),
    `Number of nodes executed: ${nodes.length}\n` +
      table('Summary by node type', typeColumns, typeRows(section), format),
    `Timings (microseconds): ${totalUs.toString()}\nMemory (bytes): count=0\n${nodes.length} nodes observed\n`,
    '',
  ].join('\n');
}

/** A whole profile: the graph's section, then that of the delegates' insides when there is one. */
export function profileText(sections: readonly ProfileSection[], format: ProfileFormat): string {
  const [graph, inside] = sections.map((section) => profileSectionText(section, format));
  return (graph ?? '') + (inside === undefined ? '' : `Delegate internal: \n${inside}`);
}
