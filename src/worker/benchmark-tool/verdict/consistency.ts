import { timeByMean, timeByPercent, timePerRunUs } from '../alignment/row-time.js';
import type { BenchmarkReport, ProfileBlock, ProfileRow } from '../report.js';
import type { RunExpectation } from './expectation.js';
import type { VerdictThresholds } from './thresholds.js';

/** Relative error of a mean printed with six significant digits. */
const sixDigits = 5e-6;

/** Where a complete run contradicts itself; `undefined` when it does not. */
export function contradictionReason(
  report: BenchmarkReport,
  expectation: RunExpectation,
  thresholds: VerdictThresholds,
): string | undefined {
  return (
    wrongParameters(report, expectation) ??
    differentMeans(report) ??
    firstReason(report.regularProfile, (block) => contradictoryBlock(block)) ??
    outsideDelegate(report) ??
    (expectation.profiled && expectation.delegate !== 'gpu'
      ? operationsAgainstTotal(report, thresholds)
      : undefined)
  );
}

/** The flags that the tool echoes are the ones that it was given. */
function wrongParameters({ parameters }: BenchmarkReport, { threads }: RunExpectation): string | undefined {
  const echoed = parameters.get('Num threads');
  if (threads === undefined || echoed === undefined || echoed === String(threads)) return undefined;
  return `the tool ran with ${echoed} threads instead of ${threads}`;
}

/** The mean is printed twice, from the same number. */
function differentMeans({ inference, timings }: BenchmarkReport): string | undefined {
  const [a, b] = [inference?.meanUs, timings?.inferenceMeanUs];
  if (a === undefined || b === undefined || Math.abs(a - b) <= 2 * sixDigits * Math.max(a, b))
    return undefined;
  return `the mean inference is ${a} µs in its statistics and ${b} µs in the line of timings`;
}

function contradictoryBlock(block: ProfileBlock): string | undefined {
  const names = new Set(block.runOrder.map(({ name }) => name));
  if (names.size < block.runOrder.length) return 'the profile holds a row twice';
  return firstReason(block.runOrder, (row) => contradictoryRow(row, block)) ?? rowsAgainstTotal(block);
}

/** The mean of a call and the share of the total are printed from the same numbers; the calls per run are rounded down. */
function contradictoryRow(row: ProfileRow, block: ProfileBlock): string | undefined {
  const byMean = timeByMean(row);
  const byPercent = timeByPercent(row, block);
  if (byMean === undefined || byPercent === undefined) return undefined;
  const toleranceUs = byMean.toleranceUs + byPercent.toleranceUs;
  const isTooLittle = byPercent.us < byMean.us - toleranceUs;
  const isTooMuch = byPercent.us > byMean.us + row.meanUs + row.meanResolutionUs + toleranceUs;
  if (!isTooLittle && !isTooMuch) return undefined;
  return `row ${row.name} takes ${byMean.us} µs by its mean and ${byPercent.us.toFixed(1)} µs by its share`;
}

/**
 * The rows add up to the total: every lost or garbled row shows. Allowed is the rounding of each row's share to a thousandth
 * of a percent. In TF 2.1 to 2.3 the kernels inside a delegate stand beside the delegate's node and are no part of the total.
 */
function rowsAgainstTotal(block: ProfileBlock): string | undefined {
  const totalUs = block.timings?.meanUs;
  if (totalUs === undefined) return undefined;
  const counted = block.runOrder.filter(
    ({ nodeType }) => nodeType !== 'DelegateOpInvoke' || block.subject.kind === 'delegate-internal',
  );
  const sumUs = counted.reduce((sum, row) => sum + timePerRunUs(row, block), 0);
  const roundingUs = counted.reduce(
    (sum, row) => sum + (timeByPercent(row, block) ?? timeByMean(row) ?? { toleranceUs: 1 }).toleranceUs,
    0,
  );
  if (Math.abs(sumUs - totalUs) <= roundingUs + 2 * sixDigits * totalUs) return undefined;
  return `the rows add up to ${sumUs.toFixed(1)} µs of ${totalUs} µs`;
}

/** What happens inside a delegate takes no longer than the delegate's nodes. */
function outsideDelegate({ regularProfile }: BenchmarkReport): string | undefined {
  const inside = regularProfile.find(({ subject }) => subject.kind === 'delegate-internal');
  if (inside?.timings?.meanUs === undefined) return undefined;
  let nodesUs = 0;
  for (const block of regularProfile.filter((candidate) => candidate !== inside)) {
    for (const row of block.runOrder)
      if (row.nodeType.startsWith('TfLite')) nodesUs += timePerRunUs(row, block) + 1;
  }
  const insideUs = inside.timings.meanUs;
  if (insideUs <= nodesUs * 1.02) return undefined;
  return `the delegate's kernels take ${insideUs} µs and the delegate ${nodesUs.toFixed(1)} µs`;
}

/**
 * The operations add up to the inference, less what calling them costs. Not for the GPU, which with a profiler runs every
 * graph twice.
 */
function operationsAgainstTotal(report: BenchmarkReport, thresholds: VerdictThresholds): string | undefined {
  const inferenceUs = report.timings?.inferenceMeanUs;
  const primary = report.regularProfile.find(
    ({ subject }) => subject.kind === 'subgraph' && subject.index === 0,
  );
  const profileUs = primary?.timings?.meanUs;
  if (inferenceUs === undefined || profileUs === undefined || primary === undefined) return undefined;
  const smallUs = thresholds.overheadUs + thresholds.overheadPerRowUs * primary.runOrder.length;
  const leastUs = inferenceUs - Math.max(thresholds.overheadShare * inferenceUs, smallUs);
  const mostUs = inferenceUs * (1 + thresholds.excessShare) + thresholds.excessUs;
  if (profileUs >= leastUs && profileUs <= mostUs) return undefined;
  return `the operations take ${profileUs} µs of an inference of ${inferenceUs} µs`;
}

function firstReason<Item>(
  items: readonly Item[],
  reasonOf: (item: Item) => string | undefined,
): string | undefined {
  for (const item of items) {
    const reason = reasonOf(item);
    if (reason !== undefined) return reason;
  }
  return undefined;
}
