import { describe, expect, it } from 'vitest';
import {
  configurationHash,
  configurationOf,
  costOf,
  describeGraph,
  dynamicDimension,
  featureNames,
  featuresOf,
  GraphBuilder,
  graphOfConfigurations,
  operatorNames,
} from '../../../src/graph/index.js';
import type { Graph, OperationConfiguration } from '../../../src/graph/index.js';
import { smallNetwork } from '../support/models.js';

/** A 3x3 convolution from 8 to 16 channels in two groups, on 10x10 pixels at stride 2. */
const convolution: OperationConfiguration = {
  operator: 'CONV_2D',
  attributes: { padding: 'SAME', strideWidth: 2, strideHeight: 2, fusedActivation: 'RELU6' },
  inputs: [
    { shape: [1, 10, 10, 8], type: 'float32', constant: false },
    { shape: [16, 3, 3, 4], type: 'float32', constant: true },
    { shape: [16], type: 'float32', constant: true },
  ],
};

describe('cost', () => {
  it('of a grouped convolution counts two operations a MAC, of the channels of one group', () => {
    expect(costOf(convolution)).toEqual({
      flops: 2 * 5 * 5 * 16 * 3 * 3 * 4,
      parameters: 16 * 3 * 3 * 4 + 16,
      weightBytes: 4 * (16 * 3 * 3 * 4 + 16),
      inputBytes: 4 * 10 * 10 * 8,
      outputBytes: 4 * 5 * 5 * 16,
    });
  });

  it.each<[string, (b: GraphBuilder) => unknown, number]>([
    [
      'a pool: one a pixel of the window',
      (b) => b.maxPool2d(b.input([1, 8, 8, 4]), { kernel: 2 }),
      4 * 4 * 4 * 4,
    ],
    ['a mean: one an input element', (b) => b.mean(b.input([1, 8, 8, 4]), { axes: [1, 2] }), 8 * 8 * 4],
    ['a sum: one an output element', (b) => b.add(b.input([1, 8, 8, 4]), b.input([1, 1, 1, 4])), 8 * 8 * 4],
    [
      'a depthwise convolution',
      (b) => b.depthwiseConv2d(b.input([1, 8, 8, 4]), { kernel: 3 }),
      2 * 8 * 8 * 4 * 9,
    ],
    ['a fully connected layer', (b) => b.fullyConnected(b.input([1, 64]), { units: 10 }), 2 * 640],
    ['a matrix product', (b) => b.batchMatmul(b.input([3, 4, 5]), b.input([3, 5, 6])), 2 * 3 * 4 * 5 * 6],
    [
      'a transposed convolution',
      (b) => b.transposeConv(b.input([1, 4, 4, 8]), { filters: 2, kernel: 3, stride: 2 }),
      2 * 4 * 4 * 8 * 3 * 3 * 2,
    ],
    ['a copy: none', (b) => b.transpose(b.input([1, 8, 8, 4]), [0, 3, 1, 2]), 0],
  ])('of %s', (_, layer, flops) => {
    const builder = new GraphBuilder('cost');
    const output = layer(builder) as Parameters<GraphBuilder['finish']>[0];
    expect(describeGraph(builder.finish(output)).flops).toBe(flops);
  });
});

describe('the description of a graph', () => {
  it('counts a weight that two operations share once', () => {
    const builder = new GraphBuilder('shared');
    const weights = builder.weights([4, 4]);
    const bias = builder.bias([4]);
    const hidden = builder.apply('FULLY_CONNECTED', [builder.input([1, 4]), weights, bias]);
    const graph = builder.finish(builder.apply('FULLY_CONNECTED', [hidden, weights, bias]));
    const { parameters, operations } = describeGraph(graph);
    expect(parameters).toBe(20);
    expect(operations.map((operation) => operation.parameters)).toEqual([20, 20]);
  });

  it('does not count axes, shapes and paddings as weights', () => {
    const builder = new GraphBuilder('constants');
    const padded = builder.pad(builder.input([1, 8, 8, 4]), [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
    ]);
    const graph = builder.finish(builder.reshape(builder.mean(padded, { axes: [1, 2] }), [4, 1]));
    expect(describeGraph(graph)).toMatchObject({ parameters: 0, weightBytes: 0 });
  });

  it('needs a quarter of the bytes in int8, and half in float16, but for biases', () => {
    const bytes = (precision: 'float32' | 'float16' | 'int8') =>
      describeGraph(smallNetwork(precision)).weightBytes;
    // Biases are int32 there and float32 here: (8 + 4 + 10) of them keep their 4 bytes.
    expect(bytes('float16')).toBe((bytes('float32') - 4 * 22) / 2 + 4 * 22);
    expect(bytes('int8')).toBe((bytes('float32') - 4 * 22) / 4 + 4 * 22);
  });

  it('marks operations whose shapes show only at run time, and counts size 1 there', () => {
    const builder = new GraphBuilder('batch');
    const graph = builder.finish(builder.activation(builder.input([1, 8]), 'RELU'));
    const dynamic: Graph = {
      ...graph,
      tensors: graph.tensors.map((tensor) => ({ ...tensor, shape: [dynamicDimension, 8] })),
    };
    expect(describeGraph(dynamic).operations[0]).toMatchObject({ dynamic: true, flops: 8 });
    expect(configurationOf(dynamic, 0).inputs[0]?.shape).toEqual([1, 8]);
  });

  it('gives each operation the configuration that it has by itself', () => {
    const graph = smallNetwork();
    for (const { index, configuration } of describeGraph(graph).operations) {
      expect(configuration).toEqual(configurationOf(graph, index));
    }
  });

  it('has no operation beyond the last', () => {
    expect(() => configurationOf(smallNetwork(), 99)).toThrow('has no operation 99');
  });
});

describe('several configurations in one model', () => {
  it('are branches of their own, in order', () => {
    const relu: OperationConfiguration = {
      operator: 'RELU',
      attributes: {},
      inputs: [{ shape: [1, 4], type: 'float32', constant: false }],
    };
    const graph = graphOfConfigurations([convolution, relu, relu]);
    expect(graph.operations.map(({ operator }) => operator)).toEqual(['CONV_2D', 'RELU', 'RELU']);
    expect(graph.inputs).toHaveLength(3);
    expect(new Set(graph.outputs).size).toBe(3);
  });

  it('must be at least one', () => {
    expect(() => graphOfConfigurations([])).toThrow('at least one operation');
  });
});

describe('the hash of a configuration', () => {
  it('does not depend on the order of attributes, nor on whether a default is written out', () => {
    const { padding, ...others } = convolution.attributes;
    const rewritten = {
      ...convolution,
      attributes: { dilationWidth: 1, ...others, padding: padding ?? 'SAME' },
    };
    expect(configurationHash(rewritten)).toBe(configurationHash(convolution));
  });

  it('tells precisions apart', () => {
    const halved = convolution.inputs.map((operand) => operand && { ...operand, type: 'float16' as const });
    expect(configurationHash({ ...convolution, inputs: halved })).not.toBe(configurationHash(convolution));
  });
});

describe('features', () => {
  it('of a convolution are what they are named', () => {
    expect(featuresOf(convolution)).toMatchObject({
      flops: 28_800,
      inputElements: 800,
      outputBytes: 1600,
      movedBytes: 3200 + 1600 + 2368,
      inputChannels: 8,
      outputChannelsPadded8: 16,
      groups: 2,
      macs: 14_400,
      paddedMacs: 14_400,
      im2colElements: 5 * 5 * 9 * 8,
      activationRelu6: 1,
      paddingSame: 1,
    });
  });

  it('keep the order that featureNames gives, which nothing else in a configuration changes', () => {
    expect(Object.keys(featuresOf(convolution))).toEqual(featureNames('CONV_2D'));
  });

  it('have a name once, for every operator', () => {
    for (const operator of operatorNames) {
      const names = featureNames(operator);
      expect(new Set(names).size).toBe(names.length);
    }
  });

  it('are the same for weights stored as float16, which kernels read as float32', () => {
    const stored = convolution.inputs.map((operand) =>
      operand?.constant ? { ...operand, type: 'float16' as const } : operand,
    );
    expect(featuresOf({ ...convolution, inputs: stored })).toEqual(featuresOf(convolution));
  });
});

describe('unpacking weights', () => {
  /** DENSIFY of stored float16 weights, DEQUANTIZE of what it made, and DEQUANTIZE of others that are stored. */
  const weights = { shape: [4, 1, 1, 4], type: 'float16' } as const;
  const graph: Graph = {
    name: 'sparse',
    tensors: [
      { ...weights, name: 'sparse', data: 'zeros' },
      { ...weights, name: 'dense' },
      { ...weights, name: 'plain', type: 'float32' },
      { ...weights, name: 'stored', data: 'zeros' },
      { ...weights, name: 'unpacked', type: 'float32' },
    ],
    operations: [
      { operator: 'DENSIFY', attributes: {}, inputs: [0], outputs: [1] },
      { operator: 'DEQUANTIZE', attributes: {}, inputs: [1], outputs: [2] },
      { operator: 'DEQUANTIZE', attributes: {}, inputs: [3], outputs: [4] },
    ],
    inputs: [],
    outputs: [2, 4],
  };

  it('happens once for those in the file, and in every run for those that DENSIFY made', () => {
    const { operations } = describeGraph(graph);
    expect(operations.map(({ unpacksWeights }) => unpacksWeights)).toEqual([true, false, true]);
    expect(operations.map(({ configuration }) => configuration.inputs[0]?.constant)).toEqual([
      true,
      false,
      true,
    ]);
  });
});
