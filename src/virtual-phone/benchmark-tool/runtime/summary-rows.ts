/** One row of a `Run Order` table in the runtime's own summary. */
export interface SummaryRow {
  readonly type: string;
  readonly name: string;
  readonly firstMs: number;
  readonly timesCalled: number;
}

/** The runtime's rows: those of the graph, and those of what delegates did inside. */
export interface SummaryRows {
  readonly graph: readonly SummaryRow[];
  readonly inside: readonly SummaryRow[];
}

const runOrder = '============================== Run Order ==============================';
const insideTitle = 'Delegate internal:';

function rowsAfter(section: string): SummaryRow[] {
  const start = section.indexOf(runOrder);
  if (start < 0) return [];
  const lines = section.slice(start).split('\n').slice(2);
  const rows = lines.slice(0, lines.indexOf('')).map((line) => line.split('\t').map((cell) => cell.trim()));
  // A line starts with a tab, so that its cells follow an empty one; a name may itself hold tabs.
  return rows.map(([, type = '', first = '', , , , , timesCalled = '', ...name]) => ({
    type,
    name: name.join('\t'),
    firstMs: Number(first),
    timesCalled: Number(timesCalled),
  }));
}

/** Reads the text of the runtime's profiling summary, which takes so many inferences for one. */
export function readSummary(summary: string, inferences = 1): SummaryRows {
  const [graph = '', inside = ''] = summary.split(insideTitle);
  const once = (row: SummaryRow): SummaryRow => ({ ...row, timesCalled: row.timesCalled / inferences });
  return { graph: rowsAfter(graph).map(once), inside: rowsAfter(inside).map(once) };
}
