import type { SampleStatistics } from '../report.js';
import { sixDigits } from './rounding.js';

/**
 * Why no numbers can have the statistics that were printed; `undefined` where some can. The spread of n numbers whose first, last, least
 * and greatest are known is at least what these give, and at most what two heaps at the ends would have (Bhatia and Davis, "A Better Bound
 * on the Variance", 2000). The tool cuts the spread to whole microseconds and rounds the mean to six digits.
 */
export function impossibleStatistics(statistics: SampleStatistics | undefined): string | undefined {
  const { count = 0, firstUs, lastUs, minUs, maxUs, meanUs, stdUs } = statistics ?? {};
  if (count < 2 || firstUs === undefined || lastUs === undefined || minUs === undefined) return undefined;
  if (maxUs === undefined || meanUs === undefined || stdUs === undefined) return undefined;
  const slackUs = sixDigits * Math.abs(meanUs);
  const ends = [minUs, maxUs].filter((us) => us !== firstUs && us !== lastUs);
  const known = minUs === maxUs ? [firstUs, lastUs] : [firstUs, lastUs, ...ends];
  if (known.length > count) return `${count} numbers do not have ${known.length} different ones among them`;
  const leastSquares = known.reduce((sum, us) => sum + Math.max(0, Math.abs(us - meanUs) - slackUs) ** 2, 0);
  if (count * (stdUs + 1) ** 2 < leastSquares) {
    return `a deviation of ${stdUs} µs is too small for values from ${minUs} to ${maxUs} µs`;
  }
  const mostStdUs = Math.sqrt((maxUs - meanUs + slackUs) * (meanUs - minUs + slackUs));
  if (stdUs > mostStdUs + slackUs) {
    return `a deviation of ${stdUs} µs is too large for values from ${minUs} to ${maxUs} µs`;
  }
  return impossibleMean(known, { count, minUs, maxUs, meanUs });
}

/** What is not known of the numbers lies between the least and the greatest. */
function impossibleMean(
  known: readonly number[],
  { count, minUs, maxUs, meanUs }: Record<'count' | 'minUs' | 'maxUs' | 'meanUs', number>,
): string | undefined {
  const knownUs = known.reduce((sum, us) => sum + us, 0);
  const others = count - known.length;
  const slackUs = 2 * sixDigits * Math.abs(meanUs);
  const [leastUs, mostUs] = [(knownUs + others * minUs) / count, (knownUs + others * maxUs) / count];
  if (meanUs >= leastUs - slackUs && meanUs <= mostUs + slackUs) return undefined;
  return `the mean of such values is from ${leastUs.toFixed(1)} to ${mostUs.toFixed(1)} µs, not ${meanUs}`;
}
