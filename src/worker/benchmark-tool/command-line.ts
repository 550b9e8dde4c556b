import { isBlackBox } from '../../graph/precision/delegates.js';
import type { Delegate } from '../../records/scenario.js';
import { blackBoxFlags } from './black-box-flags.js';
import type { BlackBoxOptions } from './black-box-flags.js';
import { benchmarkToolError } from './errors.js';
import { isFlagSupported, type ToolFlag } from './tool-flags.js';
import { toolFeatureLevel } from './tool-version.js';

/** How often the model is executed. */
export type RunPlan =
  /** Exactly so many warm-up and measured inferences, however long they take (up to `maxSeconds`). */
  | {
      readonly kind: 'exact';
      readonly warmupRuns: number;
      readonly runs: number;
      readonly maxSeconds?: number;
    }
  /** At least so many inferences and at least so many seconds, whichever is more, and at most `maxSeconds`. */
  | {
      readonly kind: 'duration';
      readonly warmupRuns: number;
      readonly warmupSeconds: number;
      readonly runs: number;
      readonly seconds: number;
      readonly maxSeconds?: number;
    };

/** Where and how large the profile of the operations is. */
export interface ProfilePlan {
  readonly output: 'text' | 'csv';
  /** Path on the phone that a CSV profile is written to; required for CSV. */
  readonly file?: string;
  /**
   * Events that the profiler's buffer holds: every operation of every measured inference, and as many again for what a
   * delegate does inside. When it is too small the tool loses events. Default: {@link defaultProfileBufferEntries}.
   */
  readonly bufferEntries?: number;
}

export interface CommandLineOptions {
  /** Path of the tool on the phone. */
  readonly tool: string;
  /** TFLite version that the tool was built from: `2.15`, `litert-2.1`. Decides which flags it is given. */
  readonly tfliteVersion: string;
  /** Path of the model on the phone. */
  readonly graph: string;
  /** CPU threads, 1 to 64. Always given: the default differs between versions. */
  readonly threads: number;
  /**
   * `builtin` switches the default XNNPACK delegate off, `xnnpack` asks for it by name, so that the tool says whether it was
   * applied; `gpu` and the black boxes ask for theirs, with the builtin kernels for what they leave.
   */
  readonly delegate: Delegate;
  /** What a black box is to be told. */
  readonly blackBox?: BlackBoxOptions;
  readonly runs: RunPlan;
  /** Absent: no profile, and no cost of profiling. */
  readonly profile?: ProfilePlan;
  /** Whether the GPU may compute in float16. Default: true, as the tool's. */
  readonly gpuPrecisionLossAllowed?: boolean;
  /** Makes XNNPACK compute float32 models in float16. Default: false. */
  readonly forceFloat16?: boolean;
  readonly gpuBackend?: 'cl' | 'gl';
  readonly reportPeakMemory?: boolean;
  /** Path on the phone that the tool writes its result to, where its version can. */
  readonly resultFile?: string;
}

/** Size of the profiler's buffer unless one is asked for. */
export const defaultProfileBufferEntries = 200_000;

/**
 * The argument vector that executes a model with TFLite's `benchmark_model`: program first, one argument an element, no
 * shell quoting. Throws BENCHMARK_OPTION_INVALID for a value out of its range and BENCHMARK_OPTION_UNSUPPORTED for an option
 * that the tool's version does not have.
 */
export function commandLine(options: CommandLineOptions): string[] {
  const level = toolFeatureLevel(options.tfliteVersion);
  const flags = [
    ...modelFlags(options),
    ...runFlags(options.runs),
    ...delegateFlags(options),
    ...profileFlags(options.profile, (flag) => isFlagSupported(flag, level)),
    ...(options.resultFile !== undefined && isFlagSupported('result_file_path', level)
      ? [flagOf('result_file_path', path('resultFile', options.resultFile))]
      : []),
    ...(options.reportPeakMemory === true ? [flagOf('report_peak_memory_footprint', true)] : []),
  ];
  for (const { name } of flags) {
    if (isFlagSupported(name, level)) continue;
    throw benchmarkToolError(
      'BENCHMARK_OPTION_UNSUPPORTED',
      `The benchmark tool of TFLite ${options.tfliteVersion} has no flag --${name}.`,
      { details: { flag: name, tfliteVersion: options.tfliteVersion } },
    );
  }
  return [path('tool', options.tool), ...flags.map(({ name, value }) => `--${name}=${value}`)];
}

interface Flag {
  readonly name: ToolFlag;
  readonly value: string;
}

function modelFlags({ graph, threads }: CommandLineOptions): Flag[] {
  return [flagOf('graph', path('graph', graph)), flagOf('num_threads', whole('threads', threads, 1, 64))];
}

/** The tool repeats while runs or seconds are missing, so exact counts need both minimum durations at zero. */
function runFlags(plan: RunPlan): Flag[] {
  const isExact = plan.kind === 'exact';
  return [
    flagOf('num_runs', whole('runs.runs', plan.runs, 1, 1_000_000)),
    flagOf('min_secs', isExact ? 0 : seconds('runs.seconds', plan.seconds)),
    ...(plan.maxSeconds === undefined
      ? []
      : [flagOf('max_secs', seconds('runs.maxSeconds', plan.maxSeconds))]),
    flagOf('warmup_runs', whole('runs.warmupRuns', plan.warmupRuns, 0, 1_000_000)),
    flagOf('warmup_min_secs', isExact ? 0 : seconds('runs.warmupSeconds', plan.warmupSeconds)),
  ];
}

function delegateFlags(options: CommandLineOptions): Flag[] {
  const { delegate, blackBox = {}, forceFloat16 = false, gpuPrecisionLossAllowed, gpuBackend } = options;
  const gpuOptions = { gpuPrecisionLossAllowed, gpuBackend };
  const misplaced = Object.entries(gpuOptions).find(([, value]) => value !== undefined && delegate !== 'gpu');
  if (misplaced !== undefined) throw invalid(misplaced[0], 'it is for the GPU delegate only');
  if (forceFloat16 && delegate !== 'xnnpack') throw invalid('forceFloat16', 'it is for XNNPACK only');
  return [
    flagOf('use_xnnpack', delegate === 'xnnpack'),
    ...(forceFloat16 ? [flagOf('xnnpack_force_fp16', true)] : []),
    ...(delegate === 'gpu' ? [flagOf('use_gpu', true)] : []),
    ...(isBlackBox(delegate)
      ? blackBoxFlags(delegate, blackBox).map(([name, value]) => flagOf(name, value))
      : []),
    ...(gpuPrecisionLossAllowed === undefined
      ? []
      : [flagOf('gpu_precision_loss_allowed', gpuPrecisionLossAllowed)]),
    ...(gpuBackend === undefined ? [] : [flagOf('gpu_backend', gpuBackend)]),
  ];
}

function profileFlags(plan: ProfilePlan | undefined, isSupported: (flag: ToolFlag) => boolean): Flag[] {
  if (plan === undefined) return [];
  const { bufferEntries = defaultProfileBufferEntries } = plan;
  const flags = [
    flagOf('enable_op_profiling', true),
    flagOf('max_profiling_buffer_entries', whole('profile.bufferEntries', bufferEntries, 1, 100_000_000)),
  ];
  if (plan.output === 'text') {
    if (plan.file !== undefined) throw invalid('profile.file', 'a profile as text goes to stdout');
    return flags;
  }
  if (plan.file === undefined) throw invalid('profile.file', 'a profile as CSV needs a file');
  const file = path('profile.file', plan.file);
  if (!isSupported('op_profiling_output_mode')) return [...flags, flagOf('profiling_output_csv_file', file)];
  return [...flags, flagOf('op_profiling_output_mode', 'csv'), flagOf('op_profiling_output_file', file)];
}

function flagOf(name: ToolFlag, value: string | number | boolean): Flag {
  return { name, value: String(value) };
}

/** Control characters would break the line-wise output that echoes a path, and NUL ends an argument. */

const controlCharacter = /[\u0000-\u001f\u007f]/;
const maximumPathLength = 4095;

function path(option: string, value: string): string {
  if (value === '') throw invalid(option, 'it is empty');
  if (value.length > maximumPathLength)
    throw invalid(option, `it is longer than ${maximumPathLength} characters`);
  if (controlCharacter.test(value)) throw invalid(option, 'it holds control characters');
  if (!value.startsWith('/') && !value.startsWith('./'))
    throw invalid(option, 'it starts with neither "/" nor "./"');
  return value;
}

function whole(option: string, value: number, minimum: number, maximum: number): number {
  if (Number.isInteger(value) && value >= minimum && value <= maximum) return value;
  throw invalid(option, `${value} is not a whole number from ${minimum} to ${maximum}`);
}

function seconds(option: string, value: number): number {
  if (value >= 0 && value <= 86_400) return value;
  throw invalid(option, `${value} is not a number of seconds from 0 to 86400`);
}

function invalid(option: string, reason: string) {
  return benchmarkToolError('BENCHMARK_OPTION_INVALID', `The option ${option} is not usable: ${reason}.`, {
    details: { option },
  });
}
