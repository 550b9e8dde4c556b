import { configurationOf } from '../../graph/index.js';
import type { Graph } from '../../graph/index.js';
import { isFarmError } from '../../platform/index.js';
import type { ScenarioSpec } from '../../records/scenario.js';
import { alignTimings } from '../benchmark-tool/alignment/align.js';
import type { OpTiming } from '../benchmark-tool/alignment/op-timing.js';
import { failureOf, parseBenchmarkOutput } from '../benchmark-tool/index.js';
import type { BenchmarkReport } from '../benchmark-tool/index.js';
import type { ConditionsSnapshot } from '../conditions/index.js';
import type { MeasuredOperation, RawOutput, RunMeasurement } from './store-run.js';

/** Raised with every change of what is read from an output, so that stored runs can be read again. */
const parserVersion = 1;

export interface RunToAssess {
  readonly graph: Graph;
  readonly output: RawOutput;
  readonly scenario: ScenarioSpec;
  readonly conditions: { readonly before: ConditionsSnapshot; readonly after: ConditionsSnapshot };
}

/**
 * Reads a run's output and judges it. Throws what {@link failureOf} and the parser find: a run that failed or is not
 * understood has no measurement.
 */
export function assessRun({ graph, output, scenario }: RunToAssess): RunMeasurement {
  const texts = {
    exitCode: output.exitCode,
    stdout: output.stdout.toString('utf8'),
    stderr: output.stderr.toString('utf8'),
    ...(output.profile === undefined ? {} : { profileCsv: output.profile.toString('utf8') }),
  };
  const failure = failureOf(texts);
  if (failure !== undefined) throw failure;
  const report = parseBenchmarkOutput(texts);
  const times = timesOf(report);
  try {
    const operations = alignTimings(report, graph, scenario.delegate).map((timing) =>
      measured(timing, graph),
    );
    const operationSumUs = operations.reduce((sum, { meanUs }) => sum + meanUs, 0);
    return { verdict: 'ok', ...times, operationSumUs, operations };
  } catch (error) {
    if (!isFarmError(error, 'BENCHMARK_PROFILE_MISMATCH')) throw error;
    return { verdict: 'parse-mismatch', verdictReason: error.message, ...times, operations: [] };
  }
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
