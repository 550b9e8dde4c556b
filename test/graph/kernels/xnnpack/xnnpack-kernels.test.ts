import { describe, expect, it } from 'vitest';
import { buildArchitecture, GraphBuilder, type Graph, type Value } from '../../../../src/graph/index.js';
import { cpuKernels, cutIntoKernels } from '../../../../src/graph/kernels/index.js';

const cut = (graph: Graph, runtimeVersion = '2.12') =>
  cpuKernels(graph, { delegate: 'xnnpack', runtimeVersion });

function network(
  build: (b: GraphBuilder, x: Value) => Value,
  precision: 'float32' | 'float16' = 'float32',
): Graph {
  const builder = new GraphBuilder('network', { precision });
  return builder.finish([build(builder, builder.input([1, 16, 16, 8]))]);
}

const zeroEdges = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
] as const;
const addRelu = network((b, x) => b.activation(b.add(x, x), 'RELU'));
const addWithRelu = network((b, x) => b.add(x, x, { activation: 'RELU' }));

describe('the cut for XNNPACK', () => {
  it('makes zeros around an image and a clamp part of the convolution between them', () => {
    const graph = network((b, x) =>
      b.activation(b.conv2d(b.pad(x, zeroEdges), { filters: 8, kernel: 3, padding: 'VALID' }), 'RELU6'),
    );
    const { kernels, absent } = cut(graph);
    expect(kernels).toEqual([
      {
        kernel: 'Convolution (NHWC, F32) IGEMM',
        operations: ['CONV_2D', 'PAD', 'RELU6'],
        operationIndices: [1, 0, 2],
        by: 'xnnpack',
        part: 0,
        activation: 'RELU6',
      },
    ]);
    expect(absent).toEqual([
      { operationIndex: 0, reason: 'fused', into: 1 },
      { operationIndex: 2, reason: 'fused', into: 1 },
    ]);
  });

  it('keeps a padding that something else reads too, that pads channels, or that stands before a pooling', () => {
    const conv = { filters: 8, kernel: 3, padding: 'VALID' } as const;
    const shared = network((b, x) => {
      const y = b.pad(x, zeroEdges);
      return b.add(b.conv2d(y, conv), b.conv2d(y, conv));
    });
    const channels = network((b, x) =>
      b.conv2d(
        b.pad(x, [
          [0, 0],
          [0, 0],
          [0, 0],
          [0, 8],
        ]),
        conv,
      ),
    );
    const pooled = network((b, x) => b.maxPool2d(b.pad(x, zeroEdges), { kernel: 3 }));
    for (const graph of [shared, channels, pooled])
      expect(cut(graph).kernels.map(({ kernel }) => kernel)).toContain('Constant Pad (ND, X32)');
  });

  it('runs the clamp of a sum within its kernel until 2.18, and after it since', () => {
    const kernelsOf = (graph: Graph, version: string) =>
      cut(graph, version).kernels.map(({ kernel }) => kernel);
    expect(kernelsOf(addRelu, '2.18')).toEqual(['Add (ND, F32)']);
    expect(kernelsOf(addRelu, '2.19')).toEqual(['Binary Elementwise (ND)', 'Unary Elementwise (NC)']);
    expect(kernelsOf(addRelu, 'litert-2.1')).toEqual(['Add (ND)', 'Clamp (NC)']);
    expect(kernelsOf(addWithRelu, '2.18')).toEqual(['Add (ND, F32)']);
    expect(kernelsOf(addWithRelu, 'litert-2.1')).toEqual(['Add (ND) + Clamp (NC)']);
  });

  it('leaves what the delegate of a version does not have to the built-in kernels, and starts another part behind it', () => {
    const graph = network((b, x) => b.add(b.activation(b.add(x, x), 'GELU'), x));
    expect(cut(graph, '2.12').kernels.map(({ by, part }) => [by, part])).toEqual([
      ['xnnpack', 0],
      ['builtin', undefined],
      ['xnnpack', 1],
    ]);
    expect(cut(graph, '2.19').kernels.map(({ part }) => part)).toEqual([0, 0, 0]);
  });

  it('unpacks weights once', () => {
    const graph = network((b, x) => b.conv2d(x, { filters: 8, kernel: 3 }), 'float16');
    const { kernels, absent } = cut(graph);
    expect(kernels.map(({ operations }) => operations)).toEqual([['CONV_2D']]);
    expect(absent.map(({ reason }) => reason)).toEqual(absent.map(() => 'folded'));
    expect(absent.length).toBe(graph.operations.length - 1);
  });

  it.each(['2.12', '2.15', '2.19', '2.20', 'litert-1.0', 'litert-2.1'])(
    'of %s gives every operation a kernel or a reason for having none',
    (version) => {
      for (const name of ['ghostnet', 'mobilevit-xx-small', 'peleenet'] as const) {
        const graph = buildArchitecture(name);
        const { kernels, absent } = cut(graph, version);
        const named = kernels.map(({ operationIndices }) => operationIndices[0]);
        const without = absent.map(({ operationIndex }) => operationIndex);
        expect([...named, ...without].toSorted((a = 0, b = 0) => a - b)).toEqual([
          ...graph.operations.keys(),
        ]);
        const fused = absent.filter(({ reason }) => reason === 'fused');
        expect(kernels.flatMap(({ operationIndices }) => operationIndices.slice(1)).toSorted()).toEqual(
          fused.map(({ operationIndex }) => operationIndex).toSorted(),
        );
      }
    },
  );

  it('is refused for a version that cannot be read', () => {
    expect(() => cut(addRelu, 'newest')).toThrow(/runtime version/);
  });
});

describe('one interface to all backends', () => {
  it.each([
    { delegate: 'builtin', runtimeVersion: '2.15' },
    { delegate: 'xnnpack', runtimeVersion: '2.15' },
    { delegate: 'gpu', gpu: 'adreno640', runtimeVersion: '2.15' },
  ] as const)('names the kernels of $delegate and the operations that they execute', (backend) => {
    const kernels = cutIntoKernels(addRelu, backend);
    expect(kernels.flatMap(({ operationIndices }) => operationIndices).toSorted()).toEqual([0, 1]);
    expect(kernels.length).toBe(backend.delegate === 'builtin' ? 2 : 1);
  });
});
