import { featureLevel, parseRuntimeVersion } from '../../graph/index.js';
import { benchmarkToolError } from './errors.js';
import { invalid, path } from './flag-values.js';
import { flagOf, modelFlags, runFlags } from './model-and-run-flags.js';
import type { RunPlan } from './model-and-run-flags.js';
import { toolFeatureLevel } from './tool-version.js';

/** What an NPU is reached through: folders on the phone. */
export interface NpuLibraries {
  /** Of the vendor's dispatch library, `libLiteRtDispatch_….so`, and what it loads. */
  readonly dispatch: string;
  /** Of its compiler plugin, which compiles a network for the NPU as it is loaded. Absent: the network was compiled before. */
  readonly compilerPlugins?: string;
}

export interface LitertCommandLineOptions {
  /** Path of the tool on the phone. */
  readonly tool: string;
  /** `litert-2.1` and later. */
  readonly tfliteVersion: string;
  /** Path of the model on the phone. */
  readonly graph: string;
  /** CPU threads, 1 to 64, for what is left to the CPU. */
  readonly threads: number;
  readonly npu: NpuLibraries;
  /** Whether the CPU may take what the NPU does not. Without it the tool refuses such a model. */
  readonly partialDelegation: 'accept' | 'refuse';
  readonly runs: RunPlan;
  /** Path on the phone that the tool writes its result to. */
  readonly resultFile: string;
}

/** The first version of which all flags below were read (litert/tools/benchmark_litert_model.h). */
const firstVersion = 'litert-2.1';

/**
 * The argument vector that executes a model on an NPU with LiteRT's `benchmark_litert_model`. The tool ends itself when it is to delegate
 * everything and may use the CPU as well, and hands everything to the CPU without a word unless it is told both.
 * Throws BENCHMARK_OPTION_INVALID for a value out of its range and BENCHMARK_OPTION_UNSUPPORTED for a version that may lack a flag.
 */
export function litertCommandLine(options: LitertCommandLineOptions): string[] {
  const { tool, tfliteVersion, npu, partialDelegation, runs, resultFile } = options;
  if (toolFeatureLevel(tfliteVersion) < featureLevel(parseRuntimeVersion(firstVersion))) {
    throw benchmarkToolError(
      'BENCHMARK_OPTION_UNSUPPORTED',
      `There is no benchmark_litert_model of ${tfliteVersion} that is known: ${firstVersion} is the first.`,
      { details: { flag: 'use_npu', tfliteVersion } },
    );
  }
  const cpu = partialDelegation === 'accept';
  const flags = [
    ...modelFlags(options),
    ...runFlags(runs),
    flagOf('use_npu', true),
    flagOf('use_cpu', cpu),
    flagOf('require_full_delegation', !cpu),
    flagOf('dispatch_library_path', path('npu.dispatch', npu.dispatch)),
    ...(npu.compilerPlugins === undefined
      ? []
      : [flagOf('compiler_plugin_library_path', path('npu.compilerPlugins', npu.compilerPlugins))]),
    flagOf('result_file_path', path('resultFile', resultFile)),
  ];
  return [path('tool', tool), ...flags.map(({ name, value }) => `--${name}=${value}`)];
}

/** Throws BENCHMARK_OPTION_INVALID without a dispatch library: the tool would take the CPU. */
export function npuLibraries(library: string | undefined, compilerPlugins: string | undefined): NpuLibraries {
  if (library === undefined)
    throw invalid('library', "an NPU is reached through its vendor's dispatch library");
  return { dispatch: library, ...(compilerPlugins === undefined ? {} : { compilerPlugins }) };
}
