import { timeByMean, timeByPercent, timePerRunUs } from '../alignment/row-time.js';
import type { BoundedTime } from '../alignment/row-time.js';
import type { BenchmarkReport, ProfileBlock, ProfileRow } from '../report.js';
import type { RunExpectation } from './expectation.js';
import { firstReason } from './first-reason.js';
import { contradictoryTables, countedRows } from './printed-twice.js';
import { differentResultFile } from './result-file.js';
import { sixDigits } from './rounding.js';
import { impossibleStatistics } from './statistics-bounds.js';
import type { VerdictThresholds } from './thresholds.js';

/** Where a complete run contradicts itself; `undefined` when it does not. */
export function contradictionReason(
  report: BenchmarkReport,
  expectation: RunExpectation,
  thresholds: VerdictThresholds,
): string | undefined {
  return (
    wrongParameters(report, expectation) ??
    negativeTime(report) ??
    differentTimings(report) ??
    differentSummary(report) ??
    differentResultFile(report) ??
    impossibleRuns(report) ??
    firstReason([...report.initializationProfile, ...report.regularProfile], contradictoryBlock) ??
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

/** A clock that was set back in between makes negative times of honest ones. */
function negativeTime({ inference, warmup, timings }: BenchmarkReport): string | undefined {
  const timesUs = [inference, warmup, timings].flatMap((group) => Object.values(group ?? {}) as number[]);
  const negativeUs = timesUs.find((us) => us < 0);
  return negativeUs === undefined ? undefined : `a time is negative: ${negativeUs} µs`;
}

/** The line of timings repeats, from the same numbers, what the lines before it said. */
function differentTimings({
  inference,
  warmup,
  timings,
  initializedUs,
}: BenchmarkReport): string | undefined {
  return (
    difference('the mean inference', inference?.meanUs, timings?.inferenceMeanUs) ??
    difference('the mean warm-up', warmup?.meanUs, timings?.warmupMeanUs) ??
    difference('the first inference', warmup?.firstUs, timings?.firstInferenceUs) ??
    difference('the initialization', initializedUs, timings?.initUs)
  );
}

function difference(what: string, a: number | undefined, b: number | undefined): string | undefined {
  if (a === undefined || b === undefined || Math.abs(a - b) <= 2 * sixDigits * Math.max(a, b))
    return undefined;
  return `${what} is ${a} µs where it is told first, and ${b} µs in the line of timings`;
}

/** LiteRT's own tool sums up what its statistics said, in hundredths of milliseconds. */
function differentSummary({ summary, warmup, inference }: BenchmarkReport): string | undefined {
  if (summary === undefined) return undefined;
  const pairs = [
    ['the first inference', warmup?.firstUs, summary.firstInferenceUs],
    ['the mean warm-up', warmup?.meanUs, summary.warmupMeanUs],
    ['the mean inference', inference?.meanUs, summary.inferenceMeanUs],
    ['the least inference', inference?.minUs, summary.inferenceMinUs],
    ['the greatest inference', inference?.maxUs, summary.inferenceMaxUs],
    ['the deviation', inference?.stdUs, summary.inferenceStdUs],
  ] as const;
  // Half of a hundredth of a millisecond, and a microsecond for a deviation that is cut to whole ones in one of the two places.
  const different = pairs.find(
    ([, told, again]) =>
      told !== undefined && again !== undefined && Math.abs(told - again) > 6 + 2 * sixDigits * told,
  );
  if (different !== undefined) {
    return `${different[0]} is ${different[1]} µs by the statistics and ${different[2]} µs by the summary`;
  }
  const { inferenceCount } = summary;
  return inferenceCount === undefined || inferenceCount === inference?.count
    ? undefined
    : `the summary is of ${inferenceCount} inferences, and the statistics of ${inference?.count ?? 0}`;
}

function impossibleRuns({ inference, warmup }: BenchmarkReport): string | undefined {
  const reason = impossibleStatistics(inference) ?? impossibleStatistics(warmup);
  return reason === undefined
    ? undefined
    : `the statistics of the inferences are not of any numbers: ${reason}`;
}

function contradictoryBlock(block: ProfileBlock): string | undefined {
  const names = new Set(block.runOrder.map(({ name }) => name));
  if (names.size < block.runOrder.length) return 'the profile holds a row twice';
  return (
    firstReason(block.runOrder, (row) => contradictoryRow(row, block)) ??
    rowsAgainstTotal(block) ??
    impossibleStatistics(block.timings) ??
    contradictoryTables(block)
  );
}

/** The mean of a call and the share of the total are printed from the same numbers; the calls per run are rounded down. */
function contradictoryRow(row: ProfileRow, block: ProfileBlock): string | undefined {
  const byMean = timeByMean(row);
  const byPercent = timeByPercent(row, block);
  if (byMean === undefined || byPercent === undefined) return undefined;
  const toleranceUs = byMean.toleranceUs + byPercent.toleranceUs;
  const isTooLittle = byPercent.us < byMean.us - toleranceUs;
  const isTooMuch = byPercent.us > byMean.us + row.meanUs + row.meanResolutionUs + toleranceUs;
  if (!isTooLittle && !isTooMuch && hasWholeCalls(row, byPercent, block)) return undefined;
  return `row ${row.name} takes ${byMean.us} µs by its mean and ${byPercent.us.toFixed(1)} µs by its share`;
}

/** A row is called a whole number of times in all runs together, however often that is in one. */
function hasWholeCalls(row: ProfileRow, byPercent: BoundedTime, { timings }: ProfileBlock): boolean {
  if (timings === undefined || row.meanUs === 0 || byPercent.us === 0) return true;
  const calls = (timings.count * byPercent.us) / row.meanUs;
  const whole = Math.round(calls);
  const toleranceUs = whole * row.meanResolutionUs + timings.count * byPercent.toleranceUs;
  return Math.abs(calls - whole) <= (toleranceUs / row.meanUs) * (1 + 1e-6);
}

/**
 * The rows add up to the total: every lost or garbled row shows. Allowed is the rounding of each row's share to a thousandth
 * of a percent.
 */
function rowsAgainstTotal(block: ProfileBlock): string | undefined {
  const totalUs = block.timings?.meanUs;
  if (totalUs === undefined) return undefined;
  const counted = countedRows(block);
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
