import { isFarmError } from '../../../platform/errors.js';
import type { Verdict } from '../../../records/run.js';
import { alignTimings } from '../alignment/align.js';
import type { OpTiming } from '../alignment/op-timing.js';
import type { BenchmarkReport } from '../report.js';
import { incompletenessReason } from './completeness.js';
import { contentionReason, noiseReason, throttlingReason } from './conditions.js';
import { contradictionReason } from './consistency.js';
import type { RunConditions, RunExpectation } from './expectation.js';
import { fallbackReason } from './fallback.js';
import { defaultVerdictThresholds, type VerdictThresholds } from './thresholds.js';

/** Whether a run may be learned from, why not, and what it says of each operation. */
export interface Judgement {
  readonly verdict: Verdict;
  /** One clause; absent for `ok`. */
  readonly reason?: string;
  /** There when the run was profiled, is whole and fits the expected model, whatever the conditions were. */
  readonly timings?: readonly OpTiming[];
  /** Sum of the timings. */
  readonly operationSumUs?: number;
}

/**
 * Judges a run. What makes the numbers meaningless comes first: cut short (`incomplete`), executed elsewhere (`fallback`),
 * with errors or profiled in part (`incomplete`), contradictory or not of this model (`parse-mismatch`); then what makes them unfair:
 * `throttled`, `contended`, `noisy`.
 *
 * Thresholds that are left out are the default ones. Throws nothing of its own.
 */
export function judge(
  report: BenchmarkReport,
  expectation: RunExpectation,
  conditions: RunConditions = {},
  thresholds: Partial<VerdictThresholds> = {},
): Judgement {
  const limits = { ...defaultVerdictThresholds, ...thresholds };
  const worthless =
    judged('incomplete', incompletenessReason(report, { ...expectation, profiled: false })) ??
    judged('fallback', fallbackReason(report, expectation)) ??
    judged('incomplete', reportedErrorReason(report)) ??
    judged('incomplete', incompletenessReason(report, expectation)) ??
    judged('parse-mismatch', contradictionReason(report, expectation, limits));
  if (worthless !== undefined) return worthless;
  const aligned = align(report, expectation);
  if ('reason' in aligned) return { verdict: 'parse-mismatch', reason: aligned.reason };
  const unfair =
    judged('throttled', throttlingReason(conditions, limits)) ??
    judged('contended', contentionReason(conditions, limits)) ??
    judged('noisy', noiseReason(report.inference ?? { count: 0 }, limits));
  return { ...(unfair ?? { verdict: 'ok' }), ...aligned };
}

/** What goes wrong inside the runtime does not end the tool, which times whatever comes of it. */
function reportedErrorReason({ errorLines }: BenchmarkReport): string | undefined {
  const [first] = errorLines;
  return first === undefined ? undefined : `the runtime reported an error: ${first}`;
}

function judged(verdict: Verdict, reason: string | undefined): Judgement | undefined {
  return reason === undefined ? undefined : { verdict, reason };
}

function align(
  report: BenchmarkReport,
  { profiled, graph, delegate, gpu }: RunExpectation,
): Pick<Judgement, 'timings' | 'operationSumUs'> | { readonly reason: string } {
  if (!profiled || graph === undefined) return {};
  try {
    const timings = alignTimings(report, graph, delegate, gpu);
    return { timings, operationSumUs: timings.reduce((sum, { meanUs }) => sum + meanUs, 0) };
  } catch (error) {
    if (isFarmError(error, 'BENCHMARK_PROFILE_MISMATCH')) return { reason: error.message };
    throw error;
  }
}
