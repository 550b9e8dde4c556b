import { describe, expect, it } from 'vitest';
import { GraphBuilder, type Value } from '../../../../src/graph/builder/graph-builder.js';
import type { Graph, Operation } from '../../../../src/graph/index.js';
import { gpuKernels } from '../../../../src/graph/kernels/index.js';

const adreno = { gpu: 'adreno640', runtimeVersion: '2.19' };

function graphOf(build: (builder: GraphBuilder) => Value | Value[]): Graph {
  const builder = new GraphBuilder('test');
  const outputs = build(builder);
  return builder.finish(Array.isArray(outputs) ? outputs : [outputs]);
}

function namesOf(graph: Graph, gpu = 'adreno640', runtimeVersion = '2.19'): string[] {
  return gpuKernels(graph, { gpu, runtimeVersion }).map(({ kernel }) => kernel);
}

function names(build: (builder: GraphBuilder) => Value | Value[], gpu?: string, version?: string): string[] {
  return namesOf(graphOf(build), gpu, version);
}

/** The graph with operations changed, as files have them that the builder would not build. */
function changed(graph: Graph, change: (operation: Operation) => Operation): Graph {
  return { ...graph, operations: graph.operations.map(change) };
}

describe('what is linked to what', () => {
  it('is nothing to an operation that broadcasts its first value', () => {
    const broadcast = (b: GraphBuilder) => {
      const x = b.input([1, 8, 8, 16]);
      const mean = b.mean(x, { axes: [3], keepDims: true });
      return b.activation(b.sub(mean, x), 'TANH');
    };
    expect(names(broadcast)).toEqual(['mean', 'subtract_linked_:_tanh']);
  });

  it('does not join the branches of x · sigmoid(x) on a map of one pixel', () => {
    const swish = (side: number) => (b: GraphBuilder) => {
      const x = b.conv2d(b.input([1, side, side, 16]), { filters: 16, kernel: 1 });
      return b.mul(x, b.activation(x, 'LOGISTIC'));
    };
    expect(names(swish(8))).toEqual(['convolution_2d_linked_:_sigmoid_linked_:_mul']);
    expect(names(swish(1))).toEqual(['fully_connected', 'sigmoid_linked_:_mul']);
  });

  it('does not join branches that begin at the input of the network', () => {
    const fromInput = (b: GraphBuilder) => {
      const x = b.input([1, 8, 8, 16]);
      return b.mul(x, b.activation(x, 'LOGISTIC'));
    };
    expect(names(fromInput)).toEqual(['sigmoid_linked_:_mul']);
  });

  it('carries the numbers of the delegate’s nodes in its label', () => {
    const graph = graphOf((b) =>
      b.conv2d(b.input([1, 8, 8, 16]), { filters: 16, kernel: 1, activation: 'RELU' }),
    );
    expect(gpuKernels(graph, adreno)[0]?.label).toBe('convolution_2d 0 -> relu 1');
  });
});

describe('what is rewritten', () => {
  it('is every PAD before a convolution, one after another', () => {
    const padded = (b: GraphBuilder) => {
      const frame = [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ] as const;
      return b.conv2d(b.pad(b.pad(b.input([1, 8, 8, 4]), frame), frame), { filters: 8, kernel: 3 });
    };
    expect(names(padded)).toEqual(['convolution_2d']);
  });

  it('is a value times itself, and a value twice, which are operations of one value', () => {
    const twice = (b: GraphBuilder) => {
      const x = b.input([1, 8, 8, 4]);
      return [b.mul(x, x), b.add(x, x)];
    };
    expect(names(twice)).toEqual(['square', 'mul']);
    expect(names(twice, 'adreno640', '2.9')).toEqual(['pow', 'mul']);
  });
});

describe('kernels that are several', () => {
  it('make a split of Malis slices, and concatenations there of steps of eight', () => {
    const parts = (b: GraphBuilder) => {
      const split = b.split(b.input([1, 8, 8, 40]), { count: 10, axis: 3 });
      return b.concatenation(
        split.map((part) => b.conv2d(part, { filters: 4, kernel: 1 })),
        { axis: 3 },
      );
    };
    const convolutions = new Array<string>(10).fill('convolution_2d');
    expect(names(parts)).toEqual(['split', ...convolutions, 'concat']);
    const split = new Array<string>(10).fill('split');
    expect(names(parts, 'mali-g76')).toEqual([...split, ...convolutions, 'concat', 'concat']);
  });

  it('lay out the weights of a product of two values', () => {
    const product = (b: GraphBuilder) => b.batchMatmul(b.input([1, 8, 16]), b.input([1, 16, 4]));
    expect(names(product)).toEqual(['bhwc_tensor_to_conv_weights', 'mat_mul_as_convolution']);
  });
});

describe('what the delegate does not take', () => {
  const tail = (b: GraphBuilder) => {
    const x = b.conv2d(b.input([1, 8, 8, 4]), { filters: 4, kernel: 1 });
    const y = b.activation(x, 'ELU');
    return b.conv2d(b.conv2d(y, { filters: 4, kernel: 3 }), { filters: 4, kernel: 1 });
  };

  it('stays on the CPU, and with it all but the largest part of the rest', () => {
    const graph = changed(graphOf(tail), (operation) =>
      operation.operator === 'ELU' ? { ...operation, operator: 'CUSTOM:Blur' } : operation,
    );
    expect(namesOf(graph)).toEqual(['cpu:CONV_2D', 'cpu:CUSTOM:Blur', 'convolution_2d', 'convolution_2d']);
  });

  it('is an operation in a version that it does not read', () => {
    const graph = changed(graphOf(tail), (operation) =>
      operation.operator === 'ELU' ? { ...operation, version: 9 } : operation,
    );
    expect(namesOf(graph)).toContain('cpu:ELU');
  });

  it.each(['SUB', 'DIV', 'MAXIMUM', 'SQUARED_DIFFERENCE'])(
    'makes it refuse the whole network: %s of a value with itself',
    (operator) => {
      const graph = changed(
        graphOf((b) => {
          const x = b.input([1, 8, 8, 4]);
          return b.mul(x, x);
        }),
        (operation) => ({ ...operation, operator }),
      );
      expect(() => namesOf(graph)).toThrow(/refuses the network: .*identical inputs/);
    },
  );

  it('makes it refuse the whole network: FLOOR', () => {
    const graph = changed(
      graphOf((b) => b.activation(b.input([1, 8, 8, 4]), 'ELU')),
      (operation) => ({ ...operation, operator: 'FLOOR' }),
    );
    expect(() => namesOf(graph)).toThrow(/No selector for floor/);
  });
});

describe('sizes that are known only at run time', () => {
  it('are those that the file stores', () => {
    const graph = graphOf((b) => b.conv2d(b.input([1, 64, 64, 8]), { filters: 8, kernel: 3 }));
    const tensors = graph.tensors.map((tensor) =>
      tensor.data === undefined
        ? {
            ...tensor,
            shape: tensor.shape.map((size, axis) => (axis < 3 ? -1 : size)),
            storedShape: tensor.shape,
          }
        : tensor,
    );
    const [kernel] = gpuKernels({ ...graph, tensors }, adreno);
    expect(kernel).toEqual(gpuKernels(graph, adreno)[0]);
    expect(
      Object.values(kernel?.features ?? {}).some((value) => typeof value === 'number' && value < 0),
    ).toBe(false);
  });
});

describe('series of GPUs', () => {
  const convolution = (b: GraphBuilder) =>
    b.conv2d(b.input([1, 40, 40, 128]), { filters: 128, kernel: 3, padding: 1 });

  it.each([
    ['adreno640', false],
    ['adreno619', true],
    ['adreno702', true],
    ['adreno830', true],
  ])('are those that the delegate lists: Winograd on an %s is %s', (gpu, winograd) => {
    expect(names(convolution, gpu).includes('convolution_winograd_4x4_6x6')).toBe(winograd);
  });

  it.each([
    ['mali-g57', 'DepthwiseConv3x3'],
    ['mali-g77', 'DepthwiseConv3x3'],
    ['mali-g68', 'DepthwiseConv'],
    ['mali-g78', 'DepthwiseConv'],
    ['mali-g610', 'DepthwiseConv'],
  ])('of Malis are architectures: on a %s a depthwise convolution is %s', (gpu, implementation) => {
    const graph = graphOf((b) => b.depthwiseConv2d(b.input([1, 16, 16, 16]), { kernel: 3, padding: 1 }));
    expect(gpuKernels(graph, { gpu, runtimeVersion: '2.19' })[0]?.implementation).toBe(implementation);
  });
});
