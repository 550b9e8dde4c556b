import { featureLevel, parseRuntimeVersion } from '../../graph/index.js';

/** Since when, and until when, the tool knows a flag; versions by their feature levels. */
export interface FlagSupport {
  /** First version that knows the flag. Absent: TF 2.4, the oldest that is supported, or before. */
  readonly since?: number;
  /** First version that no longer knows it. */
  readonly until?: number;
}

const level = (version: string): number => featureLevel(parseRuntimeVersion(version));

/**
 * The flags that this program gives, with the versions that know them, from tools/benchmark/benchmark_model.cc,
 * benchmark_tflite_model.cc and tools/delegates/*_provider.cc of TF 2.4, 2.5 and 2.21 and LiteRT 1.4 to 2.2. Dates between
 * 2.5 and 2.21 are the latest that those allow, so that a flag is never given to a tool that may lack it.
 *
 * The tool goes on without a flag that it does not know, so an unknown flag must not be given at all.
 */
export const toolFlags = {
  graph: {},
  num_threads: {},
  num_runs: {},
  min_secs: {},
  max_secs: {},
  warmup_runs: {},
  warmup_min_secs: {},
  run_delay: {},
  enable_op_profiling: {},
  max_profiling_buffer_entries: {},
  /** Up to 2.15 the way to CSV; later a deprecated alias of the two flags below. */
  profiling_output_csv_file: { until: level('2.16') },
  op_profiling_output_mode: { since: level('2.16') },
  op_profiling_output_file: { since: level('2.16') },
  use_xnnpack: {},
  xnnpack_force_fp16: { since: level('2.9') },
  use_gpu: {},
  gpu_precision_loss_allowed: {},
  gpu_experimental_enable_quant: {},
  gpu_backend: {},
  gpu_inference_for_sustained_speed: { since: level('2.6') },
  use_nnapi: {},
  nnapi_accelerator_name: {},
  nnapi_allow_fp16: {},
  disable_nnapi_cpu: {},
  use_hexagon: {},
  hexagon_lib_path: {},
  external_delegate_path: {},
  external_delegate_options: {},
  max_delegated_partitions: {},
  require_full_delegation: {},
  report_peak_memory_footprint: { since: level('2.9') },
  result_file_path: { since: level('litert-2.1') },
} as const satisfies Readonly<Record<string, FlagSupport>>;

export type ToolFlag = keyof typeof toolFlags;

/** Whether the tool of a version with a feature level knows a flag. */
export function isFlagSupported(flag: ToolFlag, toolLevel: number): boolean {
  const { since, until }: FlagSupport = toolFlags[flag];
  return (since === undefined || toolLevel >= since) && (until === undefined || toolLevel < until);
}
