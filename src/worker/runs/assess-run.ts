import { configurationOf } from '../../graph/index.js';
import type { Graph } from '../../graph/index.js';
import type { Measurement } from '../../records/measurement.js';
import type { ScenarioSpec } from '../../records/scenario.js';
import { failureOf, judge, parseBenchmarkOutput } from '../benchmark-tool/index.js';
import type { BenchmarkReport, OpTiming, RunConditions, VerdictThresholds } from '../benchmark-tool/index.js';
import type { MeasuredOperation, RawOutput, RunMeasurement } from './run-result.js';

/** Raised with every change of what is read from an output, so that stored runs can be read again. */
const parserVersion = 1;

export interface RunToAssess {
  readonly graph: Graph;
  readonly output: RawOutput;
  readonly scenario: ScenarioSpec;
  readonly measurement: Measurement;
  readonly conditions: RunConditions;
  readonly thresholds: Partial<VerdictThresholds>;
}

/**
 * Reads a run's output and judges it. Throws what {@link failureOf} and the parser find: a run that failed or is not
 * understood has no measurement.
 */
export function assessRun(run: RunToAssess): RunMeasurement {
  const { graph, output, scenario, measurement, conditions, thresholds } = run;
  const texts = {
    exitCode: output.exitCode,
    stdout: output.stdout.toString('utf8'),
    stderr: output.stderr.toString('utf8'),
    ...(output.profile === undefined ? {} : { profileCsv: output.profile.toString('utf8') }),
  };
  const failure = failureOf(texts);
  if (failure !== undefined) throw failure;
  const report = parseBenchmarkOutput(texts);
  const { delegate, threads } = scenario;
  const expectation = { delegate, threads, graph, profiled: true, runs: expectedRuns(measurement, report) };
  const {
    verdict,
    reason,
    timings = [],
    operationSumUs,
  } = judge(report, expectation, conditions, thresholds);
  return {
    verdict,
    ...timesOf(report),
    ...defined({ verdictReason: reason, operationSumUs }),
    operations: timings.map((timing) => measured(timing, graph)),
  };
}

/** A measurement that ran into its time limit has fewer inferences than asked for, and counts all the same. */
function expectedRuns({ runs, maxSeconds }: Measurement, { inference }: BenchmarkReport): number {
  const measuredSeconds = ((inference?.meanUs ?? 0) * (inference?.count ?? 0)) / 1e6;
  return measuredSeconds >= 0.9 * maxSeconds ? 1 : runs;
}

function timesOf(report: BenchmarkReport): Omit<RunMeasurement, 'verdict' | 'operations'> {
  const { inference, timings } = report;
  return {
    parserVersion,
    clockSource: report.clockSource ?? 'wall',
    ...defined({
      initUs: timings?.initUs ?? report.initializedUs,
      firstInferenceUs: timings?.firstInferenceUs,
      warmupMeanUs: timings?.warmupMeanUs,
      inferenceMeanUs: timings?.inferenceMeanUs ?? inference?.meanUs,
      inferenceStdUs: inference?.stdUs,
      inferenceMinUs: inference?.minUs,
      inferenceMaxUs: inference?.maxUs,
      inferenceCount: inference?.count,
    }),
  };
}

function measured(timing: OpTiming, graph: Graph): MeasuredOperation {
  const { operationIndex, operator, kernel, meanUs, firstUs, count, stdUs } = timing;
  return {
    operator,
    meanUs,
    firstUs,
    count,
    ...(operationIndex === null
      ? {}
      : { operationIndex, configuration: configurationOf(graph, operationIndex) }),
    ...(kernel === null ? {} : { kernel }),
    ...(stdUs === undefined ? {} : { stdUs }),
  };
}

/** Without the members that are undefined. */
function defined<T extends object>(members: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
