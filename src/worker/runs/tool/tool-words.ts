import { isBlackBox } from '../../../graph/precision/delegates.js';
import type { DelegateSettings } from '../../../records/delegate-settings.js';
import type { Measurement } from '../../../records/measurement.js';
import type { ScenarioSpec } from '../../../records/scenario.js';
import { commandLine, litertCommandLine, npuLibraries } from '../../benchmark-tool/index.js';
import type { BlackBoxOptions, RunPlan } from '../../benchmark-tool/index.js';
import type { CoreSelection } from '../../cores/core-sets.js';
import { tasksetWords } from './pin-to-cores.js';
import { resultFileName } from './tool-script.js';

export interface ToolCall {
  readonly toolPath: string;
  readonly modelPath: string;
  readonly scenario: ScenarioSpec;
  /** What a black box is; without them a box without a name. */
  readonly delegateSettings?: DelegateSettings;
  readonly measurement: Measurement;
  readonly cores: CoreSelection | undefined;
  /** Whether the operations are profiled. */
  readonly profiled: boolean;
}

/**
 * Whether profiling makes inferences longer, so that a latency is measured without it and the operations in an execution of their own: with
 * a profiler the GPU delegate executes every graph twice (TFLite's delegates/gpu/cl/api.cc).
 */
export function profilesApart({ delegate }: ScenarioSpec): boolean {
  return delegate === 'gpu';
}

/** Whether a tool tells of operations at all: what is inside a black box has no rows. */
export function profilesOperations({ delegate }: ScenarioSpec): boolean {
  return !isBlackBox(delegate);
}

/** Whether the GPU is told that it may compute in float16. */
export function gpuComputesInFloat16({ precision }: ScenarioSpec): boolean {
  return ['float16', 'float16weights', 'hybrid'].includes(precision);
}

/** The words of the command that measures a model in a scenario, pinned to its cores. Throws BENCHMARK_OPTION_…. */
export function toolWords({
  toolPath,
  modelPath,
  scenario,
  delegateSettings,
  measurement,
  cores,
  profiled,
}: ToolCall): string[] {
  const { delegate, runtimeVersion: tfliteVersion, threads } = scenario;
  const float16 = scenario.precision === 'float16';
  const common = {
    ...{ tool: toolPath, tfliteVersion, graph: modelPath, threads },
    ...{ runs: runPlan(measurement), resultFile: resultFileName },
  };
  if (delegate === 'npu') {
    const { library, compilerPlugins, partial = 'refuse' } = delegateSettings ?? {};
    const npu = npuLibraries(library, compilerPlugins);
    return [...tasksetWords(cores), ...litertCommandLine({ ...common, npu, partialDelegation: partial })];
  }
  const words = commandLine({
    ...common,
    delegate,
    ...(profiled ? { profile: { output: 'text' as const } } : {}),
    ...(isBlackBox(delegate) ? { blackBox: blackBoxOptions(delegateSettings, float16) } : {}),
    ...(delegate === 'xnnpack' && float16 ? { forceFloat16: true } : {}),
    ...(delegate === 'gpu' ? { gpuPrecisionLossAllowed: gpuComputesInFloat16(scenario) } : {}),
  });
  return [...tasksetWords(cores), ...words];
}

function blackBoxOptions(settings: DelegateSettings | undefined, allowFloat16: boolean): BlackBoxOptions {
  const { accelerator, library, options } = settings ?? {};
  return {
    allowFloat16,
    ...(accelerator === undefined ? {} : { accelerator }),
    ...(library === undefined ? {} : { library }),
    ...(options === undefined ? {} : { options }),
  };
}

function runPlan({ warmupRuns, runs, minSeconds, maxSeconds }: Measurement): RunPlan {
  if (minSeconds === 0) return { kind: 'exact', warmupRuns, runs, maxSeconds };
  return { kind: 'duration', warmupRuns, warmupSeconds: 0, runs, seconds: minSeconds, maxSeconds };
}

/** Longest that one execution may take: the tool bounds warm-up and measuring each by `maxSeconds`; the rest is loading and init. */
export function runDeadlineMs({ maxSeconds }: Measurement, overheadMs: number): number {
  return 2 * maxSeconds * 1_000 + overheadMs;
}
