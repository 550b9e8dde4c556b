import type { ProfileBlock, ProfileRow } from '../report.js';

/** A time and how far off it may be, both in microseconds. */
export interface BoundedTime {
  readonly us: number;
  readonly toleranceUs: number;
}

/** Relative error of a number with six significant digits, as the tool prints the total. */
const totalRelativeError = 5e-6;

/** A row's time by its share of the total: the mean over all runs, whatever the calls per run. */
export function timeByPercent(row: ProfileRow, block: ProfileBlock): BoundedTime | undefined {
  const totalUs = block.timings?.meanUs;
  if (row.percent === undefined || totalUs === undefined) return undefined;
  const us = (row.percent / 100) * totalUs;
  return { us, toleranceUs: ((row.percentResolution ?? 0) / 100) * totalUs + us * totalRelativeError };
}

/** A row's time by its mean of a call, times the calls per run; `undefined` where the tool tells of no calls. */
export function timeByMean(row: ProfileRow): BoundedTime | undefined {
  if (row.timesCalled === undefined || row.timesCalled === 0) return undefined;
  return { us: row.meanUs * row.timesCalled, toleranceUs: row.meanResolutionUs * row.timesCalled };
}

/**
 * A row's time per inference. The table prints the mean of a call in whole microseconds and its share of the total in
 * thousandths of a percent: of a profile under 0.1 s the share is the finer one, and it also holds for what is not called in
 * every run. Where the two agree, the finer is given, else the share.
 */
export function timePerRunUs(row: ProfileRow, block: ProfileBlock): number {
  const byPercent = timeByPercent(row, block);
  const byMean = timeByMean(row);
  if (byPercent === undefined) return byMean?.us ?? row.meanUs;
  if (byMean === undefined) return byPercent.us;
  const agree = Math.abs(byMean.us - byPercent.us) <= byMean.toleranceUs + byPercent.toleranceUs;
  return agree && byMean.toleranceUs <= byPercent.toleranceUs ? byMean.us : byPercent.us;
}
