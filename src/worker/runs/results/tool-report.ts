import type { BenchmarkReport, DelegateApplication, DelegatedNodes } from '../../benchmark-tool/index.js';

/** What the tool tells beside the latency: shown, and never learned from. Members are absent where it does not tell them. */
export interface ToolReport {
  /** Of the inferences that count; from LiteRT 1.4 on. */
  readonly p5Us?: number;
  readonly medianUs?: number;
  readonly p95Us?: number;
  /** Memory, megabytes of 1,024 × 1,024 bytes: after loading, at the end, and the highest that was seen. */
  readonly initMb?: number;
  readonly overallMb?: number;
  readonly peakMb?: number;
  /** `peak` of the process (TF 2.5 and before), or `delta` since the tool's start. */
  readonly memoryKind?: 'peak' | 'delta';
  readonly delegatedNodes?: readonly DelegatedNodes[];
  /** How far each delegate that was asked for took the graph over. */
  readonly applied?: readonly DelegateApplication[];
}

export function toolReportOf({
  inference,
  memory,
  delegatedNodes,
  delegateApplications: applied,
  resultFile = {},
}: BenchmarkReport): ToolReport {
  const { p5Us, medianUs, p95Us } = { ...resultFile, ...inference };
  const { initMb, overallMb, monitoredPeakMb, kind } = {
    ...resultFile,
    monitoredPeakMb: resultFile.peakMb,
    ...memory,
  };
  return {
    ...(p5Us === undefined ? {} : { p5Us }),
    ...(medianUs === undefined ? {} : { medianUs }),
    ...(p95Us === undefined ? {} : { p95Us }),
    ...(initMb === undefined ? {} : { initMb }),
    ...(overallMb === undefined ? {} : { overallMb }),
    // Without the flag that has it monitored the tool prints a negative number.
    ...(monitoredPeakMb === undefined || monitoredPeakMb < 0 ? {} : { peakMb: monitoredPeakMb }),
    ...(kind === undefined ? {} : { memoryKind: kind }),
    ...(delegatedNodes.length === 0 ? {} : { delegatedNodes }),
    ...(applied.length === 0 ? {} : { applied }),
  };
}
