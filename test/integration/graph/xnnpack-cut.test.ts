import { fileURLToPath } from 'node:url';

import { beforeAll, describe, expect, it } from 'vitest';

import {
  buildArchitecture,
  graphOfConfigurations,
  writeTflite,
  GraphBuilder,
} from '../../../src/graph/index.js';
import type { Graph, Value } from '../../../src/graph/index.js';
import { cpuKernels } from '../../../src/graph/kernels/index.js';
import { readSearchSpace, sampleSearchSpace } from '../../../src/orchestrator/index.js';
import { TfliteRuntime } from '../../support/tflite-runtime.js';

/** The version of TensorFlow whose runtime the WebAssembly is. */
const backend = { delegate: 'xnnpack', runtimeVersion: '2.12' } as const;

let runtime: TfliteRuntime;

beforeAll(async () => {
  runtime = await TfliteRuntime.load();
});

/** `Add (ND, F32):3` for XNNPACK's kernels, at their place in their part, and `GELU` for operations left to the runtime; each as often as it ran. */
function kernelsOfRuntime(graph: Graph): string[] {
  const [main = '', inside = ''] = runtime.run(writeTflite(graph)).summary.split('Delegate internal:');
  const left = rowsOf(main).flatMap(({ type, name }) =>
    /\]:\d+$/.test(name) && !type.startsWith('TfLite') ? [type] : [],
  );
  const own = rowsOf(inside).flatMap(({ name, calls }) =>
    new Array<string>(calls).fill(name.replace('Delegate/', '')),
  );
  return [...left, ...own].toSorted();
}

function rowsOf(tables: string): { type: string; name: string; calls: number }[] {
  const [, table = ''] = tables.split(/=+ Run Order =+/);
  const [rows = ''] = table.split(/\n=+ Top by/);
  return rows.split('\n').flatMap((line) => {
    const [type = '', , , , , , calls = '', name = ''] = line.split('\t').slice(1);
    return name === '' || name === '[Name]' ? [] : [{ type: type.trim(), name, calls: Number(calls) }];
  });
}

function kernelsOfCut(graph: Graph): string[] {
  const places = new Map<number, number>();
  const names = cpuKernels(graph, backend).kernels.flatMap(({ kernel, part }) => {
    if (part === undefined) return [kernel];
    return kernel.split(' + ').map((name) => {
      const place = places.get(part) ?? 0;
      places.set(part, place + 1);
      return `${name}:${place}`;
    });
  });
  return names.toSorted();
}

describe.each(['float32', 'int8'] as const)(
  'XNNPACK itself runs the kernels of the cut, in %s,',
  (precision) => {
    it.each([
      'mobilenetv2_wd4',
      'squeezenet_v1_1',
      'mobilenetv3_small_w7d20',
      'ghostnet',
      'resnet10',
      'peleenet',
      'hardnet39ds',
      'proxylessnas_mobile14',
    ])('of %s', (name) => {
      const graph = buildArchitecture(name, { precision });
      expect(kernelsOfCut(graph)).toEqual(kernelsOfRuntime(graph));
    });
  },
);

describe('XNNPACK itself takes over what the cut says', () => {
  const image = [1, 12, 12, 8];
  const one = (build: (b: GraphBuilder, x: Value) => Value, shape = image): Graph => {
    const builder = new GraphBuilder('one');
    return builder.finish([build(builder, builder.input(shape))]);
  };

  const padded = (b: GraphBuilder, x: Value) =>
    b.pad(x, [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);

  it.each<[string, (b: GraphBuilder, x: Value) => Value]>([
    [
      'a padding of channels',
      (b, x) =>
        b.pad(x, [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 8],
        ]),
    ],
    ['a pooling of one element with a stride', (b, x) => b.averagePool2d(x, { kernel: 1, stride: 2 })],
    ['a mean of channels', (b, x) => b.mean(x, { axes: [3], keepDims: true })],
    ['a mean of rows and columns', (b, x) => b.mean(x, { axes: [1, 2], keepDims: true })],
    ['a hyperbolic tangent', (b, x) => b.activation(x, 'TANH')],
    ['a sum with a clamp', (b, x) => b.add(x, x, { activation: 'RELU6' })],
    ['a clamp after a sum', (b, x) => b.activation(b.add(x, x), 'RELU')],
    ['a concatenation of four', (b, x) => b.concatenation([x, x, x, x], { axis: 3 })],
    ['a concatenation of five', (b, x) => b.concatenation([x, x, x, x, x], { axis: 3 })],
    [
      'a split in two',
      (b, x) => b.concatenation(b.split(x, { count: 2, axis: 3 }).toReversed(), { axis: 3 }),
    ],
    ['a padding before a pooling', (b, x) => b.maxPool2d(padded(b, x), { kernel: 3 })],
    [
      'a padding that two convolutions read',
      (b, x) => {
        const y = padded(b, x);
        const conv = () => b.conv2d(y, { filters: 8, kernel: 3, padding: 'VALID' });
        return b.add(conv(), conv());
      },
    ],
  ])('of %s', (_what, build) => {
    const graph = one(build);
    expect(kernelsOfCut(graph)).toEqual(kernelsOfRuntime(graph));
  });

  it('of operations of every kind that can be sampled', async () => {
    const space = await readSearchSpace(
      fileURLToPath(new URL('../../../configs/search-spaces/every-operator.yaml', import.meta.url)),
    );
    const others = sampleSearchSpace(space, 250, 5).flatMap(({ configuration }) => {
      const graph = graphOfConfigurations([configuration]);
      const [ran, cut] = [kernelsOfRuntime(graph), kernelsOfCut(graph)];
      return ran.join() === cut.join() ? [] : [{ configuration: JSON.stringify(configuration), ran, cut }];
    });
    expect(others).toEqual([]);
  });
});
