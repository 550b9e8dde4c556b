import { describe, expect, it } from 'vitest';
import { GraphBuilder, type Graph } from '../../../src/graph/index.js';
import type { Delegate } from '../../../src/records/scenario.js';
import { alignTimings, parseBenchmarkOutput } from '../../../src/worker/benchmark-tool/index.js';
import type { OpTiming } from '../../../src/worker/benchmark-tool/index.js';
import { goldenReport } from './support/golden.js';
import { profileText, toolOutput, type Row } from './support/tool-output.js';

function align(graph: Graph, profile: string, delegate: Delegate): OpTiming[] {
  const stdout = toolOutput({ inferenceUs: 1000, profile });
  return alignTimings(parseBenchmarkOutput({ stdout, stderr: '', exitCode: 0 }), graph, delegate);
}

/** Rows of XNNPACK's kernels in the main table, as LiteRT has them, each of 10 µs and its place. */
const kernels = (...names: string[]): Row[] =>
  names.map((name, index) => [name, `Delegate/${name}:${index}`, 10 + index]);

/** What became of every operation: its kernel, or why it has none. */
const fates = (timings: readonly OpTiming[]): string[] =>
  timings.map(({ operator, kernel, fusedInto, folded }) => {
    if (fusedInto !== undefined) return `${operator} in ${fusedInto}`;
    return folded === true ? `${operator} folded` : `${operator} by ${kernel ?? 'nothing'}`;
  });

const image = [1, 16, 16, 8];
function network(
  build: (b: GraphBuilder, x: ReturnType<GraphBuilder['input']>) => ReturnType<GraphBuilder['input']>,
  precision: 'float32' | 'float16' = 'float32',
): Graph {
  const builder = new GraphBuilder('network', { precision });
  const x = builder.input(image);
  return builder.finish([build(builder, x)]);
}

const igemm = 'Convolution (NHWC, F32) IGEMM';

describe('rows of builtin kernels', () => {
  const graph = network((b, x) => b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'RELU'));

  it('belong to the operation of their index, whatever their order', () => {
    const profile = profileText([
      ['RELU', '[b]:1', 30],
      ['CONV_2D/described', '[a]:0', 700],
    ]);
    const timings = align(graph, profile, 'builtin');
    expect(
      timings.map(({ ordinal, operationIndex, operator }) => [ordinal, operationIndex, operator]),
    ).toEqual([
      [0, 0, 'CONV_2D'],
      [1, 1, 'RELU'],
    ]);
    expect(timings[0]).toMatchObject({ kernel: 'CONV_2D/described', firstUs: 700, count: 10 });
  });

  it('know their time better by their share than by whole microseconds', () => {
    const { regularProfile } = goldenReport('tf-2.15-builtin');
    expect(regularProfile[0]?.runOrder[4]).toMatchObject({ meanUs: 0, percent: 0.004 });
    const softmax = network((b, x) => {
      const y = b.depthwiseConv2d(b.conv2d(x, { filters: 8, kernel: 3 }), { kernel: 3 });
      return b.softmax(b.activation(b.add(y, x), 'RELU'));
    });
    expect(alignTimings(goldenReport('tf-2.15-builtin'), softmax, 'builtin')[4]?.meanUs).toBeCloseTo(
      0.4437,
      3,
    );
  });

  it('have the spread of the run when they are alone', () => {
    const alone = network((b, x) => b.conv2d(x, { filters: 8, kernel: 3 }));
    expect(align(alone, profileText([['CONV_2D', '[a]:0', 700]]), 'builtin')[0]?.stdUs).toBe(0);
  });

  it('count every call of a run', () => {
    const alone = network((b, x) => b.conv2d(x, { filters: 8, kernel: 3 }));
    expect(align(alone, profileText([['CONV_2D', '[a]:0', 100, 4]]), 'builtin')[0]?.meanUs).toBe(400);
  });

  it('may be of what the runtime does besides, which is kept apart', () => {
    const profile = profileText([
      ['CONV_2D', '[a]:0', 700],
      ['RELU', '[b]:1', 30],
      ['AllocateTensors', 'AllocateTensors/0', 5],
    ]);
    expect(align(graph, profile, 'builtin')[2]).toMatchObject({
      operationIndex: null,
      operator: 'AllocateTensors',
    });
  });

  it('go by their own name when they are custom', () => {
    const custom: Graph = {
      ...graph,
      operations: graph.operations.map((operation, i) =>
        i === 1 ? { ...operation, operator: 'CUSTOM:Magic' } : operation,
      ),
    };
    const profile = profileText([
      ['CONV_2D', '[a]:0', 700],
      ['Magic', '[b]:1', 30],
    ]);
    expect(align(custom, profile, 'builtin')[1]).toMatchObject({ operator: 'CUSTOM:Magic', kernel: 'Magic' });
  });

  it.each<[string, Row[]]>([
    ['an operation has no row', [['CONV_2D', '[a]:0', 700]]],
    [
      'a row is of another operator',
      [
        ['CONV_2D', '[a]:0', 700],
        ['TANH', '[b]:1', 30],
      ],
    ],
    [
      'a row is of no operation',
      [
        ['CONV_2D', '[a]:0', 700],
        ['RELU', '[b]:1', 30],
        ['RELU', '[c]:2', 30],
      ],
    ],
    ['a delegate was at work', kernels(igemm)],
  ])('do not fit when %s', (_, rows) => {
    expect(() => align(graph, profileText(rows), 'builtin')).toThrow(
      /does not fit the model "network".*CONV_2D:0, RELU:1/,
    );
  });
});

describe('kernels of XNNPACK', () => {
  it('take a separate clamp in with the convolution before it', () => {
    const graph = network((b, x) => b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'RELU6'));
    const timings = align(graph, profileText(kernels(igemm)), 'xnnpack');
    expect(fates(timings)).toEqual([`CONV_2D by ${igemm}`, 'RELU6 in 0']);
    expect(timings[1]).toMatchObject({ meanUs: 0, firstUs: 0, kernel: null, count: 10 });
  });

  it('take a clamp in with a sum in older versions, and run it by itself in newer ones', () => {
    const graph = network((b, x) => b.activation(b.add(x, x), 'RELU'));
    expect(fates(align(graph, profileText(kernels('Add (ND, F32)')), 'xnnpack'))).toEqual([
      'ADD by Add (ND, F32)',
      'RELU in 0',
    ]);
    expect(fates(align(graph, profileText(kernels('Add (ND)', 'Clamp (NC)')), 'xnnpack'))).toEqual([
      'ADD by Add (ND)',
      'RELU by Clamp (NC)',
    ]);
  });

  it('run the clamp of a fused activation as a second kernel of the operation in newer versions', () => {
    const graph = network((b, x) => b.add(x, x, { activation: 'RELU' }));
    const [timing] = align(graph, profileText(kernels('Add (ND)', 'Clamp (NC)')), 'xnnpack');
    expect(timing).toMatchObject({
      operator: 'ADD',
      kernel: 'Add (ND) + Clamp (NC)',
      meanUs: 21,
      firstUs: 21,
    });
  });

  it('leave a clamp alone when someone else reads what it clamps', () => {
    const graph = network((b, x) => {
      const y = b.conv2d(x, { filters: 8, kernel: 3 });
      return b.add(b.activation(y, 'RELU'), y);
    });
    expect(() => align(graph, profileText(kernels(igemm, 'Add (ND)')), 'xnnpack')).toThrow(/other kernels/);
    expect(
      fates(align(graph, profileText(kernels(igemm, 'Clamp (NC)', 'Add (ND)')), 'xnnpack')),
    ).toHaveLength(3);
  });

  it('take zeros around the image in with the convolution, and no other padding', () => {
    const around = network((b, x) => b.conv2d(x, { filters: 8, kernel: 3, padding: 1 }));
    expect(fates(align(around, profileText(kernels(igemm)), 'xnnpack'))).toEqual([
      'PAD in 1',
      `CONV_2D by ${igemm}`,
    ]);
    const channels = network((b, x) =>
      b.conv2d(
        b.pad(x, [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 8],
        ]),
        { filters: 8, kernel: 3, padding: 'VALID' },
      ),
    );
    expect(() => align(channels, profileText(kernels(igemm)), 'xnnpack')).toThrow(/other kernels/);
    expect(
      fates(align(channels, profileText(kernels('Constant Pad (ND, X32)', igemm)), 'xnnpack'))[0],
    ).toContain('Constant Pad');
  });

  it('are known by their older and newer names', () => {
    const graph = network((b, x) => {
      const y = b.activation(b.conv2d(x, { filters: 8, kernel: 1 }), 'LEAKY_RELU');
      return b.activation(b.reshape(b.mean(b.activation(y, 'TANH'), { axes: [1, 2] }), [8, 1]), 'LOGISTIC');
    });
    const older = [
      'Convolution (NHWC, F32) GEMM',
      'Leaky ReLU (NC, F32)',
      'Tanh (NC, F32)',
      'Global Average Pooling (NWC, F32)',
      'Copy (NC, X32)',
      'Sigmoid (NC, F32)',
    ];
    const newer = [
      'Fully Connected (NC, F32) GEMM',
      'LeakyReLU (NC)',
      'TanH (NC)',
      'Mean (ND) Reduce2',
      'Static Reshape (NC)',
      'Static Reshape (NC)',
      'Sigmoid (NC)',
    ];
    expect(align(graph, profileText(kernels(...older)), 'xnnpack').map(({ kernel }) => kernel)).toEqual(
      older,
    );
    expect(align(graph, profileText(kernels(...newer)), 'xnnpack').map(({ kernel }) => kernel)).toEqual([
      ...newer.slice(0, 3),
      'Mean (ND) Reduce2 + Static Reshape (NC)',
      ...newer.slice(5),
    ]);
  });

  it('copy for concatenations and splits, once each', () => {
    const graph = network((b, x) => b.concatenation([...b.split(x, { count: 2, axis: 3 }), x], { axis: 3 }));
    expect(fates(align(graph, profileText(kernels('Copy (NC, X32)', 'Copy (NC, X32)')), 'xnnpack'))).toEqual([
      'SPLIT by Copy (NC, X32)',
      'CONCATENATION by Copy (NC, X32)',
    ]);
  });

  it('prepare inputs on behalf of the operation that needs them', () => {
    const graph = network((b, x) => b.fullyConnected(b.activation(x, 'TANH'), { units: 8 }));
    const rows = kernels(
      'Tanh (NC, F32)',
      'Convert (NC, F32, QD8)',
      'Fully Connected (NC, QD8, F32, QC8W) GEMM',
    );
    expect(align(graph, profileText(rows), 'xnnpack')[1]?.kernel).toBe(
      'Convert (NC, F32, QD8) + Fully Connected (NC, QD8, F32, QC8W) GEMM',
    );
  });

  it('convert at the edges where a float32 model is computed in float16', () => {
    const graph = network((b, x) => b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'TANH'));
    const rows = kernels(
      'Convert (NC, F32, F16)',
      'Convolution (NHWC, F16) IGEMM',
      'Tanh (NC, F16)',
      'Convert (NC, F16, F32)',
    );
    expect(align(graph, profileText(rows), 'xnnpack').map(({ kernel }) => kernel)).toEqual([
      'Convert (NC, F32, F16) + Convolution (NHWC, F16) IGEMM',
      'Tanh (NC, F16) + Convert (NC, F16, F32)',
    ]);
  });

  it('need none for weights that are unpacked once', () => {
    const graph = network((b, x) => b.conv2d(x, { filters: 8, kernel: 3 }), 'float16');
    const timings = align(graph, profileText(kernels(igemm)), 'xnnpack');
    expect(fates(timings)).toEqual(['DEQUANTIZE folded', `CONV_2D by ${igemm}`]);
  });

  it('are told apart from the operations that the delegate left', () => {
    const graph = network((b, x) => {
      const y = b.conv2d(b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'GELU'), {
        filters: 8,
        kernel: 3,
      });
      return b.activation(y, 'LOGISTIC');
    });
    const rows: Row[] = [
      ['GELU', '[gelu]:1', 40],
      [igemm, `Delegate/${igemm}:0`, 100, 2],
      ['Sigmoid (NC)', 'Delegate/Sigmoid (NC):1', 7],
    ];
    const timings = align(graph, profileText(rows), 'xnnpack');
    expect(
      timings.map(({ operator, meanUs, sharedRow }) => [operator, Math.round(meanUs), sharedRow]),
    ).toEqual([
      ['CONV_2D', 100, true],
      ['GELU', 40, undefined],
      ['CONV_2D', 100, true],
      ['LOGISTIC', 7, undefined],
    ]);
  });

  it("are read from the older profile of the delegate's inside too", () => {
    const graph = network((b, x) =>
      b.conv2d(b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'GELU'), { filters: 8, kernel: 3 }),
    );
    const timings = alignTimings(goldenReport('tf-2.12-xnnpack-partitions'), graph, 'xnnpack');
    expect(
      timings.map(({ operationIndex, operator, sharedRow }) => [operationIndex, operator, sharedRow]),
    ).toEqual([
      [0, 'CONV_2D', true],
      [1, 'GELU', undefined],
      [2, 'CONV_2D', true],
    ]);
    expect(timings[0]?.meanUs).toBeCloseTo(4161 / 2, 6);
  });

  it('are ordered by their number, for older tools list them in disorder', () => {
    const graph = network((b, x) =>
      b.activation(b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'TANH'), 'LOGISTIC'),
    );
    const rows = kernels(igemm, 'Tanh (NC, F32)', 'Sigmoid (NC, F32)').toReversed();
    expect(align(graph, profileText(rows), 'xnnpack').map(({ meanUs }) => Math.round(meanUs))).toEqual([
      10, 11, 12,
    ]);
  });

  it.each<[string, Row[]]>([
    ['one is of another operation', kernels('Tanh (NC, F32)')],
    ['there is one too many', kernels(igemm, 'Tanh (NC, F32)')],
    ['there is one too few', []],
    ['one is unheard of', kernels('Quantum Leap (NC, F32)')],
    ['their numbers have gaps', [[igemm, `Delegate/${igemm}:1`, 10]]],
  ])('do not fit when %s; the error holds both sequences', (_, rows) => {
    const graph = network((b, x) => b.conv2d(x, { filters: 8, kernel: 3 }));
    const expected = new RegExp(`Operations: CONV_2D:0\\. Rows: ${rows.length === 0 ? 'none' : 'Delegate/'}`);
    expect(() => align(graph, profileText(rows), 'xnnpack')).toThrow(expected);
  });
});

describe('kernels of the GPU', () => {
  it('are given as they are, named after what they do first', () => {
    const graph = network((b, x) => b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'RELU'));
    const timings = alignTimings(goldenReport('litert-2.1-gpu-kernels'), graph, 'gpu');
    expect(timings.map(({ operationIndex, operator, kernel }) => [operationIndex, operator, kernel])).toEqual(
      [
        [null, 'CONV_2D', 'convolution_2d 0 -> relu 1'],
        [null, 'CONV_2D', 'winograd_4x4_to_36 2'],
        [null, 'CONV_2D', 'convolution_winograd_4x4_6x6 2'],
        [null, 'CONV_2D', 'winograd_36_to_4x4 2 -> add 3'],
        [null, 'DEPTHWISE_CONV_2D', 'depthwise_convolution 4'],
        [null, 'CONV_2D', 'convolution_2d_grouped 5'],
        [null, 'SOFTMAX', 'softmax1x1 6'],
      ],
    );
  });

  it('are one row in older tools', () => {
    const graph = network((b, x) => b.conv2d(x, { filters: 8, kernel: 3 }));
    expect(alignTimings(goldenReport('tf-2.9-gpu'), graph, 'gpu')).toMatchObject([
      { operationIndex: null, operator: 'TfLiteGpuDelegateV2' },
    ]);
  });

  it('do not fit when there are neither kernels nor rows of all operations', () => {
    const graph = network((b, x) => b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'RELU'));
    expect(() => align(graph, profileText([['RELU', '[b]:1', 30]]), 'gpu')).toThrow(
      /1 operations have neither/,
    );
  });
});
