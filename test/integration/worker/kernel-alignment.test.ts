import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  architectureNames,
  buildArchitecture,
  describeGraph,
  GraphBuilder,
  readTflite,
  writeTflite,
} from '../../../src/graph/index.js';
import type { Graph, Precision, Value } from '../../../src/graph/index.js';
import type { Delegate } from '../../../src/records/scenario.js';
import { alignTimings, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import type { OpTiming } from '../../../src/worker/benchmark-tool/index.js';
import { withoutDefaultDelegate } from '../../../src/virtual-phone/benchmark-tool/runtime/without-delegate.js';
import { TfliteRuntime, withoutDelegate } from '../../support/tflite-runtime.js';

let runtime: TfliteRuntime;
beforeAll(async () => {
  runtime = await TfliteRuntime.load();
});

/** Runs a model in TFLite itself and says of each of its operations what it took. */
function measured(graph: Graph, delegate: Delegate, bytes = writeTflite(graph)): OpTiming[] {
  const { summary } = runtime.run(bytes);
  return alignTimings(parseBenchmarkOutput({ stdout: summary, stderr: '', exitCode: 0 }), graph, delegate);
}

/** What became of every operation: its kernels' names without layout and types, or why it has none. */
function fatesOf(graph: Graph): string[] {
  return measured(graph, 'xnnpack').map(({ kernel, fusedInto, folded }) => {
    if (fusedInto !== undefined) return `in ${fusedInto}`;
    return folded === true ? 'folded' : (kernel ?? '').replaceAll(/ \([^)]*\)/g, '');
  });
}

function network(build: (b: GraphBuilder, x: Value) => readonly Value[], precision?: Precision): Graph {
  const builder = new GraphBuilder('network', precision === undefined ? {} : { precision });
  return builder.finish(build(builder, builder.input([1, 16, 16, 8])));
}

const conv = (b: GraphBuilder, x: Value) => b.conv2d(x, { filters: 8, kernel: 3 });

describe('with XNNPACK, the kernels of the real runtime belong to the operations that', () => {
  it.each<[string, Graph, string[]]>([
    [
      'a RELU is fused into',
      network((b, x) => [b.activation(conv(b, x), 'RELU')]),
      ['Convolution IGEMM', 'in 0'],
    ],
    [
      'a RELU6 is fused into',
      network((b, x) => [b.activation(conv(b, x), 'RELU6')]),
      ['Convolution IGEMM', 'in 0'],
    ],
    [
      'are sums with a clamp of their own',
      network((b, x) => [b.add(conv(b, x), conv(b, x), { activation: 'RELU' })]),
      ['Convolution IGEMM', 'Convolution IGEMM', 'Add'],
    ],
    [
      'are padded',
      network((b, x) => [b.conv2d(x, { filters: 8, kernel: 3, padding: 1 })]),
      ['in 1', 'Convolution IGEMM'],
    ],
    [
      'only pad',
      network((b, x) => [
        b.pad(x, [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
      ]),
      ['Constant Pad'],
    ],
    ['average', network((b, x) => [b.mean(x, { axes: [1, 2] })]), ['Global Average Pooling']],
    [
      'reshape',
      network((b, x) => [b.fullyConnected(b.reshape(x, [1, 2048]), { units: 10 })]),
      ['Copy', 'Fully Connected GEMM'],
    ],
    [
      'have groups',
      network((b, x) => [b.conv2d(x, { filters: 8, kernel: 3, groups: 2 })]),
      ['Convolution IGEMM'],
    ],
    [
      'concatenate up to four',
      network((b, x) => [b.concatenation([conv(b, x), x, x, x], { axis: 3 })]),
      ['Convolution IGEMM', 'Copy'],
    ],
    [
      'concatenate five in the builtin kernel',
      network((b, x) => [b.concatenation([conv(b, x), x, x, x, x], { axis: 3 })]),
      ['Convolution IGEMM', 'CONCATENATION'],
    ],
    ['split', network((b, x) => [...b.split(x, { count: 2, axis: 3 })]), ['Copy']],
    [
      'are parted by one that is not delegated',
      network((b, x) => [conv(b, b.activation(conv(b, x), 'GELU'))]),
      ['Convolution IGEMM', 'GELU', 'Convolution IGEMM'],
    ],
    [
      'have weights in float16',
      network((b, x) => [conv(b, x)], 'float16'),
      // Biases stay float32: only the weights are unpacked.
      ['folded', 'Convolution IGEMM'],
    ],
  ])('%s', (_, graph, fates) => {
    expect(fatesOf(graph)).toEqual(fates);
  });
});

const require = createRequire(import.meta.url);
const faceDetection = join(require.resolve('@mediapipe/face_detection/package.json'), '..');

describe.each(['short_range', 'full_range', 'full_range_sparse'])('the network face_detection_%s', (name) => {
  const bytes = readFileSync(join(faceDetection, `face_detection_${name}.tflite`));

  it.each([
    ['xnnpack', bytes],
    ['builtin', withoutDefaultDelegate(bytes)],
  ] as const)('has a time for every operation with %s kernels', (delegate, model) => {
    const [run] = readTflite(model).graphs;
    const timings = measured(run, delegate, model);
    expect(timings.map(({ operationIndex }) => operationIndex)).toEqual([...run.operations.keys()]);
    expect(timings.map(({ operator }) => operator)).toEqual(run.operations.map(({ operator }) => operator));
  });
});

/** The ones that take the runtime well under a second; nightly, all that its memory holds comfortably. */
const isNightly = process.env['FARM_TEST_NIGHTLY'] === '1';
const mostFlops = isNightly ? Infinity : 130e6;
const mostWeightBytes = isNightly ? 60e6 : 10e6;
const multiPartition = ['peleenet', 'mobilevit-xx-small'];
const smallArchitectures = architectureNames().filter((name) => {
  const { flops, weightBytes } = describeGraph(buildArchitecture(name));
  return (flops <= mostFlops && weightBytes <= mostWeightBytes) || multiPartition.includes(name);
});

describe('every small architecture', () => {
  it('is one of several', () => {
    expect(smallArchitectures.length).toBeGreaterThan(8);
  });

  it.each(smallArchitectures)(
    '%s has a time for every operation, in every precision and with both kinds of kernels',
    (name) => {
      for (const precision of ['float32', 'float16', 'int8'] as const) {
        const graph = buildArchitecture(name, { precision });
        expect(measured(graph, 'xnnpack')).toHaveLength(graph.operations.length);
      }
      const builtin = withoutDelegate(buildArchitecture(name));
      expect(measured(builtin, 'builtin')).toHaveLength(builtin.operations.length);
    },
    isNightly ? 600_000 : 60_000,
  );
});
