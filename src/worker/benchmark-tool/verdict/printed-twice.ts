import { timePerRunUs } from '../alignment/row-time.js';
import type { NodeTypeSummary, ProfileBlock, ProfileRow } from '../report.js';
import { firstReason } from './first-reason.js';

/**
 * Where the tables of a profile contradict each other; `undefined` when they do not. The tool prints nearly everything twice: a row's share
 * also in the sum of the shares so far, its times also in the list of what takes longest, in the summary of its type, and in the first run.
 */
export function contradictoryTables(block: ProfileBlock): string | undefined {
  const rows = new Map(block.runOrder.map((row) => [row.name, row]));
  return (
    wrongCumulativeShares(countedRows(block)) ??
    wrongCumulativeShares(block.topByTime) ??
    firstReason(block.topByTime, (row) => differentRow(row, rows.get(row.name))) ??
    firstReason(block.summary, (summary) => wrongSummary(summary, block)) ??
    wrongFirstRun(block)
  );
}

/** In TF 2.1 to 2.3 the kernels inside a delegate stand beside the delegate's node and are no part of the total. */
export function countedRows({ runOrder, subject }: ProfileBlock): readonly ProfileRow[] {
  if (subject.kind === 'delegate-internal') return runOrder;
  return runOrder.filter(({ nodeType }) => nodeType !== 'DelegateOpInvoke');
}

/** Every share is the difference of the sum up to its row and the sum before it; all three are rounded. */
function wrongCumulativeShares(rows: readonly ProfileRow[]): string | undefined {
  let before = { percent: 0, resolution: 0 };
  for (const row of rows) {
    const { name, percent, cumulativePercent } = row;
    if (percent === undefined || cumulativePercent === undefined) return undefined;
    const resolution = row.cumulativePercentResolution ?? 0;
    const tolerance = (row.percentResolution ?? 0) + resolution + before.resolution + 1e-9;
    const difference = cumulativePercent - before.percent;
    if (Math.abs(difference - percent) > tolerance) {
      return `row ${name} has a share of ${percent} %, and the sum of the shares grows by ${difference.toFixed(3)} %`;
    }
    before = { percent: cumulativePercent, resolution };
  }
  return undefined;
}

const repeatedColumns = ['nodeType', 'firstUs', 'meanUs', 'percent', 'timesCalled'] as const;

function differentRow(again: ProfileRow, row: ProfileRow | undefined): string | undefined {
  if (row === undefined) return `row ${again.name} is among what takes longest, and not in the run order`;
  const column = repeatedColumns.find((key) => again[key] !== row[key]);
  if (column === undefined) return undefined;
  return `row ${row.name} has ${column} ${row[column]} in the run order and ${again[column]} in the list of what takes longest`;
}

/** The summary adds up what is cut to whole microseconds for every node: of one call (until TF 2.5) or of all calls of a run. */
function wrongSummary(summary: NodeTypeSummary, block: ProfileBlock): string | undefined {
  const { nodeType, count, meanUs, timesCalled } = summary;
  const rows = block.runOrder.filter((row) => row.nodeType === nodeType);
  if (rows.length !== count)
    return `${count} nodes of type ${nodeType} are summed up, and ${rows.length} have rows`;
  const calls = rows.reduce((sum, row) => sum + (row.timesCalled ?? 0), 0);
  if (timesCalled !== undefined && timesCalled !== calls) {
    return `nodes of type ${nodeType} are called ${timesCalled} times by the summary, and ${calls} times by their rows`;
  }
  const perRun = rows.map((row) => [row, timePerRunUs(row, block)] as const);
  const leastUs = perRun.reduce(
    (sum, [row, us]) => sum + Math.min(row.meanUs, us) - row.meanResolutionUs - 1,
    0,
  );
  const mostUs = perRun.reduce((sum, [row, us]) => sum + Math.max(row.meanUs, us) + row.meanResolutionUs, 0);
  const slackUs = 1e-5 * mostUs + 1e-6;
  if (meanUs >= leastUs - slackUs && meanUs <= mostUs + slackUs) return undefined;
  return `nodes of type ${nodeType} take ${meanUs} µs by the summary, and ${mostUs.toFixed(1)} µs by their rows`;
}

/** What the rows took in the first run is what the first run took, where each was called once in it. */
function wrongFirstRun(block: ProfileBlock): string | undefined {
  const totalUs = block.timings?.firstUs;
  if (totalUs === undefined) return undefined;
  const rows = countedRows(block).filter(({ timesCalled }) => timesCalled !== undefined && timesCalled > 0);
  const sumUs = rows.reduce((sum, { firstUs }) => sum + firstUs, 0);
  // Six digits of a CSV's milliseconds.
  const slackUs = rows.reduce(
    (sum, { firstUs }) => sum + (block.layout === 'csv' ? 5e-6 * firstUs : 0),
    0.01,
  );
  const isWhole = rows.length === block.runOrder.length && rows.every(({ timesCalled }) => timesCalled === 1);
  if (sumUs > totalUs + slackUs || (isWhole && sumUs < totalUs - slackUs)) {
    return `the rows take ${sumUs.toFixed(1)} µs in the first run, and the first run ${totalUs} µs`;
  }
  return undefined;
}
