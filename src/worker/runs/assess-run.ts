import { configurationOf } from '../../graph/index.js';
import type { Graph, OperationConfiguration } from '../../graph/index.js';
import { isClamp, kernelConfiguration } from '../../graph/kernels/index.js';
import { isBlackBox } from '../../graph/precision/delegates.js';
import { toolKindFor } from '../../records/benchmark-tool-kind.js';
import type { BenchmarkToolKind } from '../../records/benchmark-tool-kind.js';
import type { DelegateSettings } from '../../records/delegate-settings.js';
import type { Measurement } from '../../records/measurement.js';
import type { ScenarioSpec } from '../../records/scenario.js';
import { failureOf, judge, parseBenchmarkOutput } from '../benchmark-tool/index.js';
import type {
  BenchmarkReport,
  Judgement,
  OpTiming,
  RunConditions,
  RunExpectation,
  VerdictThresholds,
} from '../benchmark-tool/index.js';
import type { MeasuredOperation, RawOutput, RunMeasurement } from './results/run-result.js';
import { toolReportOf } from './results/tool-report.js';
import { gpuComputesInFloat16, profilesApart, profilesOperations } from './tool/tool-words.js';

/** Raised with every change of what is read from an output, so that stored runs can be read again. */
export const parserVersion = 5;

export interface RunToAssess {
  readonly graph: Graph;
  readonly output: RawOutput;
  /** Of an execution of its own with the profiler, where the scenario profiles apart. */
  readonly profiledOutput?: RawOutput;
  readonly scenario: ScenarioSpec;
  /** The phone's GPU, as it names it. */
  readonly gpuModel: string | undefined;
  /** Of a black box; without them it may leave nothing to the CPU. */
  readonly delegateSettings?: DelegateSettings;
  readonly measurement: Measurement;
  readonly conditions: RunConditions;
  readonly thresholds: Partial<VerdictThresholds>;
}

/**
 * Reads a run's output and judges it: where the operations were profiled apart, the latency is that of the execution without the profiler, and
 * the operations are those of the other; the run is as good as the worse of the two. Throws what {@link failureOf} and the parser find: a run
 * that failed or is not understood has no measurement.
 */
export function assessRun(run: RunToAssess): RunMeasurement {
  const { graph, output, profiledOutput, scenario } = run;
  const tool = toolKindFor(scenario.delegate);
  const report = readOutput(output, tool);
  const whole = judged(run, report, profilesOperations(scenario) && !profilesApart(scenario));
  const profiled = profiledOutput === undefined ? whole : judged(run, readOutput(profiledOutput, tool), true);
  const { verdict, reason } = whole.verdict === 'ok' ? profiled : whole;
  const { timings = [], operationSumUs } = profiled;
  return {
    verdict,
    ...timesOf(report),
    ...defined({ verdictReason: reason, operationSumUs }),
    operations: measuredOperations(timings, graph),
  };
}

function readOutput(output: RawOutput, tool: BenchmarkToolKind): BenchmarkReport {
  const texts = {
    exitCode: output.exitCode,
    stdout: output.stdout.toString('utf8'),
    stderr: output.stderr.toString('utf8'),
    ...(output.profile === undefined ? {} : { profileCsv: output.profile.toString('utf8') }),
    ...(output.resultFile === undefined ? {} : { resultFile: output.resultFile }),
  };
  const failure = failureOf(texts, tool);
  if (failure !== undefined) throw failure;
  return parseBenchmarkOutput(texts);
}

function judged(run: RunToAssess, report: BenchmarkReport, profiled: boolean): Judgement {
  const { graph, scenario, measurement, conditions, thresholds, delegateSettings } = run;
  const { delegate, threads } = scenario;
  const expectation = {
    delegate,
    threads,
    graph,
    profiled,
    runs: expectedRuns(measurement, report),
    ...(isBlackBox(delegate) && delegateSettings !== undefined
      ? { partialDelegation: delegateSettings.partial }
      : {}),
    ...gpuTarget(run),
  };
  return judge(report, expectation, conditions, thresholds);
}

function gpuTarget({ scenario, gpuModel }: RunToAssess): Pick<RunExpectation, 'gpu'> {
  const { delegate, runtimeVersion } = scenario;
  if (delegate !== 'gpu' || gpuModel === undefined) return {};
  return {
    gpu: { gpu: gpuModel, runtimeVersion, precision: gpuComputesInFloat16(scenario) ? 'float16' : 'float32' },
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
    toolReport: toolReportOf(report),
    ...defined({
      initUs: timings?.initUs ?? report.initializedUs ?? report.resultFile?.initUs,
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

/** Timings with what was executed, as it would be run alone: an operation with the activation that its kernel took over. */
function measuredOperations(timings: readonly OpTiming[], graph: Graph): MeasuredOperation[] {
  const activations = new Map(timings.map(({ fusedInto, operator }) => [fusedInto, operator]));
  return timings.map((timing) => {
    const { operationIndex, operator, kernel, meanUs, firstUs, count, stdUs, sharedRow } = timing;
    return {
      ...{ operator, meanUs, firstUs, count },
      ...(operationIndex === null
        ? {}
        : {
            operationIndex,
            configuration: configurationRun(graph, operationIndex, activations.get(operationIndex)),
          }),
      ...(kernel === null ? {} : { kernel }),
      ...(stdUs === undefined ? {} : { stdUs }),
      ...(sharedRow === undefined ? {} : { sharedRow }),
    };
  });
}

function configurationRun(graph: Graph, index: number, absorbed: string | undefined): OperationConfiguration {
  const activation = absorbed !== undefined && isClamp(absorbed) ? absorbed : undefined;
  return kernelConfiguration(configurationOf(graph, index), activation);
}

/** Without the members that are undefined. */
function defined<T extends object>(members: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>;
  };
}
