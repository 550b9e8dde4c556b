/** The flags of `benchmark_model` that this build consumes, in the order in which the tool logs them. */

export type FlagType = 'bool' | 'int' | 'float' | 'string';
export type FlagValue = boolean | number | string;

interface FlagDefinition {
  readonly name: string;
  readonly type: FlagType;
  readonly initial: FlagValue;
  /** What the tool writes before `: [value]` when it logs its parameters. */
  readonly label: string;
  readonly usage: string;
}

function flag(
  name: string,
  type: FlagType,
  initial: FlagValue,
  label: string,
  usage: string,
): FlagDefinition {
  return { name, type, initial, label, usage };
}

export const flagTable: readonly FlagDefinition[] = [
  flag(
    'verbose',
    'bool',
    false,
    'Log parameter values verbosely',
    'whether to log parameters that are not set',
  ),
  flag('num_runs', 'int', 50, 'Min num runs', 'expected number of runs'),
  flag('min_secs', 'float', 1, 'Min runs duration (seconds)', 'minimum seconds to rerun for'),
  flag('max_secs', 'float', 150, 'Max runs duration (seconds)', 'maximum seconds to rerun for'),
  flag('run_delay', 'float', -1, 'Inter-run delay (seconds)', 'delay between runs in seconds'),
  flag('num_threads', 'int', -1, 'Num threads', 'number of threads'),
  flag('benchmark_name', 'string', '', 'Benchmark name', 'benchmark name'),
  flag('output_prefix', 'string', '', 'Output prefix', 'benchmark output prefix'),
  flag('warmup_runs', 'int', 1, 'Min warmup runs', 'how many runs to initialize model'),
  flag(
    'warmup_min_secs',
    'float',
    0.5,
    'Min warmup runs duration (seconds)',
    'minimum seconds to rerun for during warm up',
  ),
  flag('graph', 'string', '', 'Graph', 'graph file name'),
  flag('signature_to_run_for', 'string', '', 'Signature to run', 'signature to run the benchmark for'),
  flag('enable_op_profiling', 'bool', false, 'Enable op profiling', 'enable op profiling'),
  flag(
    'max_profiling_buffer_entries',
    'int',
    1024,
    'Max initial profiling buffer entries',
    'max initial profiling buffer entries',
  ),
  flag(
    'allow_dynamic_profiling_buffer_increase',
    'bool',
    false,
    'Allow dynamic increase on profiling buffer entries',
    'allow dynamic increase on profiling buffer entries',
  ),
  flag(
    'profiling_output_csv_file',
    'string',
    '',
    'CSV File to export profiling data to',
    'file to export profiling data as CSV to; the same as mode csv with an output file',
  ),
  flag(
    'op_profiling_output_mode',
    'string',
    'stdout',
    'Op profiling output mode.',
    "where to write op profiling data: 'stdout' or 'csv'",
  ),
  flag('op_profiling_output_file', 'string', '', 'Op profiling output file.', 'file for op profiling data'),
  flag(
    'result_file_path',
    'string',
    '',
    'File path to save the benchmark result in binary proto format',
    'path to save the benchmark result in binary proto format',
  ),
  flag('use_xnnpack', 'bool', false, 'Use xnnpack', 'explicitly apply the XNNPACK delegate, or refuse it'),
  flag('use_nnapi', 'bool', false, 'Use NNAPI', 'use the NNAPI delegate'),
  flag('nnapi_accelerator_name', 'string', '', 'NNAPI accelerator name', 'the accelerator that NNAPI uses'),
  flag('disable_nnapi_cpu', 'bool', false, 'Disable NNAPI cpu', "keep NNAPI from its drivers' CPU"),
  flag('nnapi_allow_fp16', 'bool', false, 'Allow fp16 in NNAPI', 'let NNAPI compute float32 in float16'),
  flag('use_hexagon', 'bool', false, 'Use Hexagon', 'use the Hexagon delegate'),
  flag('hexagon_lib_path', 'string', '/data/local/tmp', 'Hexagon lib path', "folder of Hexagon's libraries"),
  flag('external_delegate_path', 'string', '', 'External delegate path', 'library of an external delegate'),
  flag('external_delegate_options', 'string', '', 'External delegate options', 'what it is told'),
];

/** Flags whose line the tool writes even when nobody set them. */
export const alwaysLogged: ReadonlySet<string> = new Set(['verbose', 'signature_to_run_for']);

/** Flags of the delegate providers, logged after the others. */
export const delegateFlags: ReadonlySet<string> = new Set(
  flagTable.map(({ name }) => name).filter((name) => /^use_|nnapi|^hexagon_|^external_delegate_/.test(name)),
);
