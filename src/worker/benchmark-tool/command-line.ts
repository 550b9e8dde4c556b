import { isBlackBox } from '../../graph/precision/delegates.js';
import type { Delegate } from '../../records/scenario.js';
import { blackBoxFlags } from './black-box-flags.js';
import type { BlackBoxOptions } from './black-box-flags.js';
import { benchmarkToolError } from './errors.js';
import { invalid, path, whole } from './flag-values.js';
import { flagOf, modelFlags, runFlags } from './model-and-run-flags.js';
import type { Flag, RunPlan } from './model-and-run-flags.js';
import { isFlagSupported, type ToolFlag } from './tool-flags.js';
import { toolFeatureLevel } from './tool-version.js';

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
  readonly delegate: Exclude<Delegate, 'npu'>;
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
