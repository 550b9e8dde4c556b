import type { RecordedOutput } from './replayed-tool.js';

/**
 * What `benchmark_litert_model` writes of one warm-up inference and three measured ones on an NPU, put together from the lines of LiteRT 2.1's
 * sources (litert/tools/benchmark_litert_model.h, litert/runtime/compiled_model.cc, litert/compiler/plugin, TFLite's subgraph.cc): no phone with
 * an NPU printed it. `replacing` is what the runtime says of delegates.
 */
export function npuOutput(replacing: readonly string[]): RecordedOutput {
  const log = (file: string, text: string) => `INFO: [${file}] ${text}`;
  const stdout = [
    'INFO: STARTING!',
    'INFO: Log parameter values verbosely: [0]',
    'INFO: Min num runs: [3]',
    'INFO: Num threads: [1]',
    'INFO: Min warmup runs: [1]',
    'INFO: The input model file size (MB): 0.5',
    'INFO: Initialized session in 12.35ms.',
    'INFO: Running benchmark for at least 1 iterations and at least 0 seconds but terminate if exceeding 10 seconds.',
    'INFO: count=1 curr=31416',
    '',
    'INFO: Running benchmark for at least 3 iterations and at least 0 seconds but terminate if exceeding 10 seconds.',
    'INFO: count=3 first=20100 curr=20400 min=20100 max=20400 avg=20300 std=141 p5=20100 median=20400 p95=20400',
    '',
  ];
  const summary = [
    '\n========== BENCHMARK RESULTS ==========',
    'Model initialization: 12.35 ms',
    'Warmup (first):       31.42 ms',
    'Warmup (avg):         31.42 ms (1 runs)',
    'Inference (avg):      20.30 ms (3 runs)',
    'Inference (min):      20.10 ms',
    'Inference (max):      20.40 ms',
    'Inference (std):      0.14',
    'Throughput:           28.40 MB/s',
    '======================================\n',
  ];
  const stderr = [
    log('benchmark_litert_model.cc:189', 'Loading model from: ./model.tflite'),
    log('benchmark_litert_model.cc:152', 'dispatch_library_path: /data/local/tmp/npu'),
    log('benchmark_litert_model.cc:156', 'compiler_plugin_library_path: /data/local/tmp/npu'),
    ...replacing,
    ...summary.map((text) => log('benchmark_litert_model.h:77', text)),
  ];
  return { stdout: stdout.join('\n'), stderr: stderr.join('\n') };
}

const compiled = (plugins: number) =>
  `INFO: [compiled_model.cc:480] ${plugins} compiler plugins were applied successfully: Vendor compiler plugin`;
const replacingText = (nodes: number, of: number, delegate: string) =>
  `VERBOSE: Replacing ${nodes} out of ${of} node(s) with delegate (${delegate}) node, yielding ${2 * (of - nodes) + 1} partitions for subgraph 0.`;

/** How much of a network an NPU took over, by what the runtime says. */
export const npuOutputs = {
  whole: npuOutput([
    'INFO: [compiler_plugin.cc:600] Partitioned subgraph<0>, selected 7 ops, from a total of 7 ops',
    compiled(1),
    'INFO: [compiled_model.cc:700] JIT compilation changed model, reserializing...',
    replacingText(1, 1, 'DispatchDelegate'),
  ]),
  part: npuOutput([
    compiled(1),
    replacingText(1, 3, 'DispatchDelegate'),
    replacingText(2, 3, 'TfLiteXNNPackDelegate'),
  ]),
  /** No plugin was loaded, and nobody says that the CPU executed everything. */
  nothing: npuOutput([
    compiled(0),
    'INFO: [compiled_model.cc:550] Flatbuffer model initialized directly from incoming litert model.',
    'INFO: Created TensorFlow Lite XNNPACK delegate for CPU.',
    replacingText(7, 7, 'TfLiteXNNPackDelegate'),
  ]),
} as const;
