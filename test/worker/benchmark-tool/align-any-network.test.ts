import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GraphBuilder, type Graph, type Value } from '../../../src/graph/index.js';
import { alignTimings, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import { profileText, toolOutput, type Row } from './support/tool-output.js';

/** What XNNPACK makes of one operation: its kernels, none when another's kernel does the work; `left`: not delegated. */
type Fate = readonly string[] | 'left';

interface Layer {
  readonly build: (b: GraphBuilder, x: Value) => Value;
  /** One fate for every operation of the layer, by the XNNPACK of TF 2.12 and by that of LiteRT 2.1. */
  readonly older: readonly Fate[];
  readonly newer: readonly Fate[];
}

const igemm = ['Convolution (NHWC, F32) IGEMM'];
const gemm = ['Convolution (NHWC, F32) GEMM'];
const asFullyConnected = ['Fully Connected (NC, F32) GEMM'];
const dwconv = ['Convolution (NHWC, F32) DWConv'];
const copy = ['Copy (NC, X32)'];
const same = (...fates: Fate[]) => ({ older: fates, newer: fates });

const layers: Readonly<Record<string, Layer>> = {
  conv: { build: (b, x) => b.conv2d(x, { filters: 8, kernel: 3 }), ...same(igemm) },
  convRelu: {
    build: (b, x) => b.conv2d(x, { filters: 8, kernel: 3, activation: 'RELU' }),
    ...same(igemm),
  },
  convThenRelu6: {
    build: (b, x) => b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'RELU6'),
    ...same(igemm, []),
  },
  pointwise: {
    build: (b, x) => b.conv2d(x, { filters: 8, kernel: 1 }),
    older: [gemm],
    newer: [asFullyConnected],
  },
  paddedDepthwise: {
    build: (b, x) => b.depthwiseConv2d(x, { kernel: 3, padding: 1 }),
    ...same([], dwconv),
  },
  addRelu: {
    build: (b, x) => b.add(x, x, { activation: 'RELU' }),
    older: [['Add (ND, F32)']],
    newer: [['Add (ND)', 'Clamp (NC)']],
  },
  addThenRelu: {
    build: (b, x) => b.activation(b.add(x, x), 'RELU'),
    older: [['Add (ND, F32)'], []],
    newer: [['Add (ND)'], ['Clamp (NC)']],
  },
  tanh: { build: (b, x) => b.activation(x, 'TANH'), older: [['Tanh (NC, F32)']], newer: [['TanH (NC)']] },
  logistic: {
    build: (b, x) => b.activation(x, 'LOGISTIC'),
    older: [['Sigmoid (NC, F32)']],
    newer: [['Sigmoid (NC)']],
  },
  swap: {
    build: (b, x) => b.concatenation(b.split(x, { count: 2, axis: 3 }).toReversed(), { axis: 3 }),
    ...same(copy, copy),
  },
  gelu: { build: (b, x) => b.activation(x, 'GELU'), ...same('left') },
};

type Generation = 'older' | 'elementwise' | 'newer';

/** TensorFlow 2.19 runs what later versions run, under names that tell element-wise operators by their inputs only. */
function fateOf(layer: Layer | undefined, generation: Generation): readonly Fate[] {
  if (generation !== 'elementwise') return layer?.[generation] ?? [];
  return (layer?.newer ?? []).map((fate) => (fate === 'left' ? fate : fate.map(collectiveName)));
}

function collectiveName(kernel: string): string {
  if (kernel === 'Add (ND)') return 'Binary Elementwise (ND)';
  return kernel.endsWith(' (NC)') ? 'Unary Elementwise (NC)' : kernel;
}

/** Rows as the runtime would print them: kernels are counted anew in every delegated part, and equal names share a row. */
function rowsOf(graph: Graph, fates: readonly Fate[]): Row[] {
  const own: Row[] = [];
  const calls = new Map<string, { kernel: string; us: number; timesCalled: number }>();
  let place = 0;
  for (const [index, fate] of fates.entries()) {
    if (fate === 'left') {
      own.push([graph.operations[index]?.operator ?? '', `[t]:${index}`, 90]);
      place = 0;
      continue;
    }
    for (const kernel of fate) {
      const name = `Delegate/${kernel}:${place}`;
      const { timesCalled = 0 } = calls.get(name) ?? {};
      calls.set(name, { kernel, us: 20 + place, timesCalled: timesCalled + 1 });
      place += 1;
    }
  }
  return [
    ...own,
    ...Array.from(calls, ([name, { kernel, us, timesCalled }]): Row => [kernel, name, us, timesCalled]),
  ];
}

describe('in any network', () => {
  it.each(['older', 'elementwise', 'newer'] as const)(
    'every kernel of the %s XNNPACK is given to its operation',
    (generation) => {
      const names = fc.array(fc.constantFrom(...Object.keys(layers)), { minLength: 1, maxLength: 25 });
      fc.assert(
        fc.property(names, fc.integer(), (chosen, seed) => {
          const builder = new GraphBuilder('any');
          let x = builder.input([1, 8, 8, 8]);
          for (const name of chosen) x = layers[name]?.build(builder, x) ?? x;
          const graph = builder.finish([x]);
          const fates = chosen.flatMap((name) => fateOf(layers[name], generation));
          const rows = rowsOf(graph, fates).sort(
            ([, a], [, b]) => ((a.length * seed) % 7) - ((b.length * seed) % 7),
          );
          const stdout = toolOutput({ inferenceUs: 1000, profile: profileText(rows) });
          const report = parseBenchmarkOutput({ stdout, stderr: '', exitCode: 0 });
          expect(alignTimings(report, graph, 'xnnpack').map(({ kernel }) => kernel)).toEqual(
            fates.map((fate, index) => {
              if (fate === 'left') return graph.operations[index]?.operator;
              return fate.length === 0 ? null : fate.join(' + ');
            }),
          );
        }),
        { numRuns: 250 },
      );
    },
  );
});
