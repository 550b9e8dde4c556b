import type { ToolVersion } from './tool-version.js';
import { isAtLeast } from './tool-version.js';

/** Since when, and until when, the tool knows a flag. */
export interface FlagSupport {
  /** First version that knows the flag. Absent: TF 2.4, the oldest that is supported, or before. */
  readonly since?: ToolVersion;
  /** First version that no longer knows it. */
  readonly until?: ToolVersion;
}

const tf = (minor: number): ToolVersion => ({ lineage: 'tensorflow', major: 2, minor });
const litert = (major: number, minor: number): ToolVersion => ({ lineage: 'litert', major, minor });

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
  profiling_output_csv_file: { until: tf(16) },
  op_profiling_output_mode: { since: tf(16) },
  op_profiling_output_file: { since: tf(16) },
  use_xnnpack: {},
  xnnpack_force_fp16: { since: tf(9) },
  use_gpu: {},
  gpu_precision_loss_allowed: {},
  gpu_experimental_enable_quant: {},
  gpu_backend: {},
  gpu_inference_for_sustained_speed: { since: tf(6) },
  max_delegated_partitions: {},
  require_full_delegation: {},
  report_peak_memory_footprint: { since: tf(9) },
  result_file_path: { since: litert(2, 1) },
} as const satisfies Readonly<Record<string, FlagSupport>>;

export type ToolFlag = keyof typeof toolFlags;

/** Whether a version of the tool knows a flag. */
export function isFlagSupported(flag: ToolFlag, version: ToolVersion): boolean {
  const { since, until }: FlagSupport = toolFlags[flag];
  return (
    (since === undefined || isAtLeast(version, since)) && (until === undefined || !isAtLeast(version, until))
  );
}
