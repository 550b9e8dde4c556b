import type { SummaryRow, SummaryRows } from './summary-rows.js';

/** A stretch between two readings of the clock within an inference, and the row of the profile that it belongs to. */
export interface Interval {
  readonly begin: number;
  readonly end: number;
  readonly row: number;
}

/** Which readings of the clock, counted from an inference's first, bound which row of the profile. */
export interface EventLayout {
  /** Readings of the clock that an inference makes. */
  readonly readings: number;
  readonly graphRows: readonly SummaryRow[];
  readonly graph: readonly Interval[];
  readonly insideRows: readonly SummaryRow[];
  readonly inside: readonly Interval[];
}

/** Thrown for an inference whose clock readings have no layout that this tool knows, such as one with loops in its graph. */
export class UnknownLayoutError extends Error {}

/** Made-up durations are whole milliseconds, and printed in thousandths. */
const resolutionMs = 0.5;
const isDelegate = (row: SummaryRow): boolean => /^TfLite\w*Delegate/.test(row.type);
const indexInPartition = (row: SummaryRow): number => Number(/:(\d+)$/.exec(row.name)?.[1] ?? -1);

/** Pairs of begin and end of each node. The first reading is the inference's begin, the second the first node's. */
function nodeIntervals(sites: readonly string[]): { begin: number; end: number }[] {
  const beginSite = sites[1];
  const endSite = sites.at(-2);
  const intervals: { begin: number; end: number }[] = [];
  let begin = -1;
  sites.forEach((site, index) => {
    if (site === beginSite && begin < 0) begin = index;
    else if (site === endSite && begin >= 0) {
      intervals.push({ begin, end: index });
      begin = -1;
    }
  });
  return intervals;
}

/**
 * XNNPACK reads the clock when it starts and after every operator object. One kernel has several objects when it is, say, a
 * concatenation: those behind the first are read from another place in the code.
 */
function kernelIntervals(
  sites: readonly string[],
  node: { begin: number; end: number },
): { begin: number; end: number }[] {
  const kernels: { begin: number; end: number }[] = [];
  const firstEndSite = sites[node.begin + 2];
  for (let reading = node.begin + 2; reading < node.end; reading += 1) {
    const last = kernels.at(-1);
    if (sites[reading] === firstEndSite || last === undefined)
      kernels.push({ begin: reading - 1, end: reading });
    else last.end = reading;
  }
  return kernels;
}

/**
 * Row of a kernel. Rows of different partitions share names: the time of a row's first call tells whose row it is, and
 * `furtherCalls`, which is counted down, how many kernels besides are added up in it.
 */
function rowOfKernel(
  rows: readonly SummaryRow[],
  furtherCalls: number[],
  index: number,
  durationMs: number,
): number {
  const candidates = [...rows.keys()].filter(
    (position) => indexInPartition(rows[position] as SummaryRow) === index,
  );
  const first = candidates.find(
    (position) => Math.abs((rows[position]?.firstMs ?? 0) - durationMs) < resolutionMs,
  );
  if (first !== undefined) return first;
  const shared = candidates.find((position) => (furtherCalls[position] ?? 0) > 0);
  if (shared === undefined) throw new UnknownLayoutError(`no row of the profile fits kernel ${index}`);
  furtherCalls[shared] = (furtherCalls[shared] ?? 0) - 1;
  return shared;
}

/**
 * Row of an executed node. The runtime lists the nodes of a graph of several partitions in disorder: as with kernels, the time of the
 * first call tells whose row it is. Delegates read the clock inside their nodes, which decides where some other node took as long by
 * chance; but some built-in int8 kernels do so too, so that it decides nothing else.
 */
function rowOfNode(
  rows: readonly SummaryRow[],
  taken: ReadonlySet<number>,
  { begin, end }: { begin: number; end: number },
  durationMs: number,
): number {
  const readsInside = end - begin > 1;
  const fitting = [...rows.keys()].filter(
    (position) =>
      !taken.has(position) && Math.abs((rows[position]?.firstMs ?? 0) - durationMs) < resolutionMs,
  );
  const row =
    fitting.find((position) => isDelegate(rows[position] as SummaryRow) === readsInside) ?? fitting[0];
  if (row === undefined)
    throw new UnknownLayoutError(`no row of the profile fits the node at reading ${begin}`);
  return row;
}

/**
 * Finds out what each reading of the clock bounds, from one inference that was run with a made-up clock: `sites` says from
 * where in the code each reading was made, `readingsMs` what the clock then said, `rows` what the runtime made of it.
 *
 * @throws UnknownLayoutError when the readings and the rows do not fit each other.
 */
export function findLayout(
  sites: readonly string[],
  readingsMs: readonly number[],
  rows: SummaryRows,
): EventLayout {
  const nodes = nodeIntervals(sites);
  if (nodes.length !== rows.graph.length) {
    throw new UnknownLayoutError(`${nodes.length} nodes were executed, the profile has ${rows.graph.length}`);
  }
  const durationMs = ({ begin, end }: { begin: number; end: number }) =>
    (readingsMs[end] ?? 0) - (readingsMs[begin] ?? 0);
  const taken = new Set<number>();
  const graph = nodes.map((node) => {
    const row = rowOfNode(rows.graph, taken, node, durationMs(node));
    taken.add(row);
    return { ...node, row };
  });
  const furtherCalls = rows.inside.map((row) => row.timesCalled - 1);
  const inside: Interval[] = [];
  for (const node of graph) {
    const row = rows.graph[node.row];
    if (row === undefined || !isDelegate(row)) continue;
    kernelIntervals(sites, node).forEach((kernel, index) => {
      const row = rowOfKernel(rows.inside, furtherCalls, index, durationMs(kernel));
      inside.push({ ...kernel, row });
    });
  }
  const calls = rows.inside.reduce((sum, row) => sum + row.timesCalled, 0);
  if (inside.length !== calls) {
    throw new UnknownLayoutError(`${inside.length} kernels were executed, the profile has ${calls}`);
  }
  return { readings: sites.length, graphRows: rows.graph, graph, insideRows: rows.inside, inside };
}
