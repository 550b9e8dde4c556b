import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isFarmError } from '../../../src/platform/errors.js';
import { commandLine, type CommandLineOptions } from '../../../src/worker/benchmark-tool/index.js';

const options: CommandLineOptions = {
  tool: '/data/local/tmp/farm/benchmark_model',
  tfliteVersion: '2.15',
  graph: '/data/local/tmp/farm/a model.tflite',
  threads: 1,
  delegate: 'builtin',
  runs: { kind: 'exact', warmupRuns: 2, runs: 10 },
};

const refusalOf = (change: Partial<CommandLineOptions>): { code: string; message: string } => {
  try {
    commandLine({ ...options, ...change });
  } catch (error) {
    if (isFarmError(error)) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('the command line', () => {
  it('asks for exact counts, the builtin kernels and a profile', () => {
    expect(commandLine({ ...options, profile: { output: 'text' } })).toEqual([
      '/data/local/tmp/farm/benchmark_model',
      '--graph=/data/local/tmp/farm/a model.tflite',
      '--num_threads=1',
      '--num_runs=10',
      '--min_secs=0',
      '--warmup_runs=2',
      '--warmup_min_secs=0',
      '--use_xnnpack=false',
      '--enable_op_profiling=true',
      '--max_profiling_buffer_entries=200000',
    ]);
  });

  it('asks for durations where counts are not the point', () => {
    const runs = {
      kind: 'duration',
      warmupRuns: 1,
      warmupSeconds: 0.5,
      runs: 50,
      seconds: 1,
      maxSeconds: 20,
    } as const;
    expect(commandLine({ ...options, runs })).toEqual(
      expect.arrayContaining(['--num_runs=50', '--min_secs=1', '--max_secs=20', '--warmup_min_secs=0.5']),
    );
  });

  it('asks for one delegate and switches the other off', () => {
    expect(commandLine({ ...options, delegate: 'xnnpack', forceFloat16: true })).toEqual(
      expect.arrayContaining(['--use_xnnpack=true', '--xnnpack_force_fp16=true']),
    );
    const gpu = commandLine({
      ...options,
      delegate: 'gpu',
      gpuBackend: 'cl',
      gpuPrecisionLossAllowed: false,
    });
    expect(gpu.slice(-4)).toEqual([
      '--use_xnnpack=false',
      '--use_gpu=true',
      '--gpu_precision_loss_allowed=false',
      '--gpu_backend=cl',
    ]);
  });

  it.each([
    ['2.4', ['--profiling_output_csv_file=/p.csv']],
    ['2.15', ['--profiling_output_csv_file=/p.csv']],
    ['2.16', ['--op_profiling_output_mode=csv', '--op_profiling_output_file=/p.csv']],
    ['litert-1.4', ['--op_profiling_output_mode=csv', '--op_profiling_output_file=/p.csv']],
    ['litert-2.1.6', ['--op_profiling_output_mode=csv', '--op_profiling_output_file=/p.csv']],
  ])('asks TFLite %s for CSV in the way that it knows', (tfliteVersion, flags) => {
    const line = commandLine({ ...options, tfliteVersion, profile: { output: 'csv', file: '/p.csv' } });
    expect(line.filter((argument) => argument.includes('csv'))).toEqual(flags);
  });

  it.each([
    ['xnnpack_force_fp16', { tfliteVersion: '2.8', delegate: 'xnnpack', forceFloat16: true }],
    ['report_peak_memory_footprint', { tfliteVersion: '2.4', reportPeakMemory: true }],
  ] as const)('refuses --%s where the version does not have it', (flag, change) => {
    const { code, message } = refusalOf(change);
    expect(code).toBe('BENCHMARK_OPTION_UNSUPPORTED');
    expect(message).toContain(`--${flag}`);
  });

  it.each<[string, Partial<CommandLineOptions>]>([
    ['tool', { tool: '' }],
    ['tool', { tool: 'benchmark_model' }],
    ['graph', { graph: '/a\nb.tflite' }],
    ['graph', { graph: '/a\u0000b.tflite' }],
    ['graph', { graph: `/${'a'.repeat(5000)}` }],
    ['threads', { threads: 0 }],
    ['threads', { threads: 1.5 }],
    ['threads', { threads: 65 }],
    ['runs.runs', { runs: { kind: 'exact', warmupRuns: 1, runs: 0 } }],
    ['runs.warmupRuns', { runs: { kind: 'exact', warmupRuns: -1, runs: 1 } }],
    [
      'runs.seconds',
      { runs: { kind: 'duration', warmupRuns: 1, warmupSeconds: 0, runs: 1, seconds: Number.NaN } },
    ],
    ['profile.file', { profile: { output: 'csv' } }],
    ['profile.file', { profile: { output: 'text', file: '/p.csv' } }],
    ['profile.bufferEntries', { profile: { output: 'text', bufferEntries: 0 } }],
    ['gpuBackend', { gpuBackend: 'cl' }],
    ['forceFloat16', { forceFloat16: true }],
    ['tfliteVersion', { tfliteVersion: 'latest' }],
    ['tfliteVersion', { tfliteVersion: '2.3' }],
    ['tfliteVersion', { tfliteVersion: '2.15; reboot' }],
  ])('refuses an unusable %s (%o)', (option, change) => {
    const error = refusalOf(change);
    expect(error).toMatchObject({ code: 'BENCHMARK_OPTION_INVALID', details: { option } });
  });

  it('keeps every path whole in one argument', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 80 }), (name) => {
        fc.pre(!/[\u0000-\u001f\u007f]/.test(name));
        expect(commandLine({ ...options, graph: `/${name}` })[1]).toBe(`--graph=/${name}`);
      }),
    );
  });
});
