import type { BenchmarkReport, ProfileBlock } from '../report.js';
import type { RunExpectation } from './expectation.js';

/** What is missing from a run; `undefined` when it is complete. */
export function incompletenessReason(
  report: BenchmarkReport,
  expectation: RunExpectation,
): string | undefined {
  const { inference, timings } = report;
  if (report.exitCode !== 0) return `the tool ended with status ${report.exitCode}`;
  if (timings?.inferenceMeanUs === undefined) return 'the line of inference timings is missing';
  if (inference?.meanUs === undefined) return 'the statistics of the measured inferences are missing';
  const { runs } = expectation;
  if (runs !== undefined && inference.count < runs) {
    return `${inference.count} inferences were measured instead of ${runs}`;
  }
  return expectation.profiled ? incompleteProfile(report, inference.count) : undefined;
}

function incompleteProfile(report: BenchmarkReport, runs: number): string | undefined {
  if (report.regularProfile.length === 0) return 'the profile of the regular runs is missing';
  if (report.droppedProfileEvents > 0) {
    return `the profiler's buffer was too small for ${report.droppedProfileEvents} events`;
  }
  for (const block of [...report.initializationProfile, ...report.regularProfile]) {
    const reason = incompleteBlock(block);
    if (reason !== undefined) return reason;
  }
  const profiled = report.regularProfile.find(isPrimary)?.timings?.count;
  return profiled === runs ? undefined : `${profiled ?? 0} of ${runs} inferences were profiled`;
}

function isPrimary({ subject }: ProfileBlock): boolean {
  return subject.kind === 'subgraph' && subject.index === 0;
}

function incompleteBlock(block: ProfileBlock): string | undefined {
  const { runOrder, nodesExecuted, nodesObserved, summary } = block;
  const rows = runOrder.length;
  if (!block.complete) return 'the profile ends within a table';
  if (rows !== nodesObserved) return `the profile has ${rows} rows for ${nodesObserved ?? 0} observed nodes`;
  if (nodesExecuted !== undefined && nodesExecuted !== rows) {
    return `the profile has ${rows} rows for ${nodesExecuted} executed nodes`;
  }
  const summarized = summary.reduce((sum, { count }) => sum + count, 0);
  return summarized === rows ? undefined : `the profile has ${rows} rows and its summary ${summarized}`;
}
