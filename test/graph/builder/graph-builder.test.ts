import { describe, expect, it } from 'vitest';
import { GraphBuilder, GraphError } from '../../../src/graph/index.js';
import type { Graph, Value } from '../../../src/graph/index.js';

/** The error that a layer is refused with. */
function refusal(layer: (builder: GraphBuilder) => unknown): unknown {
  try {
    layer(new GraphBuilder('refused'));
  } catch (error) {
    return error;
  }
  throw new Error('the layer was accepted');
}

function operators(graph: Graph): readonly string[] {
  return graph.operations.map(({ operator }) => operator);
}

/** A graph of one layer on an image of 8x8 pixels and 4 channels. */
function graphOf(
  layer: (builder: GraphBuilder, x: Value) => Value,
  precision: 'float32' | 'float16' | 'int8' = 'float32',
) {
  const builder = new GraphBuilder('one layer', { precision });
  return builder.finish(layer(builder, builder.input([1, 8, 8, 4])));
}

describe('a layer that cannot exist is refused where it is made', () => {
  it.each<[string, (builder: GraphBuilder) => unknown, string]>([
    [
      'a kernel larger than the image',
      (b) => b.conv2d(b.input([1, 2, 2, 3]), { filters: 4, kernel: 3, padding: 'VALID' }),
      'CONV_2D: a window of 3 pixels does not fit into 2 without padding',
    ],
    [
      'a dilated kernel that spans more than the image',
      (b) => b.conv2d(b.input([1, 4, 4, 3]), { filters: 4, kernel: 3, dilation: 2, padding: 'VALID' }),
      'CONV_2D: a window of 5 pixels does not fit into 4 without padding',
    ],
    [
      'groups that do not divide the channels',
      (b) => b.conv2d(b.input([1, 8, 8, 6]), { filters: 8, kernel: 1, groups: 4 }),
      'CONV_2D: 4 groups divide not both 6 channels and 8 filters',
    ],
    [
      'groups that do not divide the filters',
      (b) => b.conv2d(b.input([1, 8, 8, 8]), { filters: 6, kernel: 1, groups: 4 }),
      'CONV_2D: 4 groups divide not both 8 channels and 6 filters',
    ],
    [
      'a pool larger than the image',
      (b) => b.maxPool2d(b.input([1, 2, 2, 3]), { kernel: 3 }),
      'MAX_POOL_2D: a window of 3 pixels does not fit into 2 without padding',
    ],
    [
      'a sum of shapes that do not broadcast',
      (b) => b.add(b.input([1, 8, 8, 3]), b.input([1, 8, 8, 4])),
      'ADD: 1x8x8x3 and 1x8x8x4 do not broadcast',
    ],
    [
      'parts that are not equal',
      (b) => b.split(b.input([1, 8, 8, 3]), { count: 2, axis: 3 }),
      'SPLIT: 3 does not divide into 2 equal parts',
    ],
    [
      'joined images of different sizes',
      (b) => b.concatenation([b.input([1, 8, 8, 3]), b.input([1, 4, 4, 3])], { axis: 3 }),
      'CONCATENATION: 1x8x8x3 and 1x4x4x3 differ outside axis 3',
    ],
    [
      'a shape with other elements',
      (b) => b.reshape(b.input([1, 8, 8, 3]), [1, 100]),
      'RESHAPE: 1x8x8x3 does not make 1x100',
    ],
    [
      'an order that is none',
      (b) => b.transpose(b.input([1, 8, 8, 3]), [0, 1, 1, 3]),
      'TRANSPOSE: [0, 1, 1, 3] is no order of the axes of 1x8x8x3',
    ],
    [
      'no filters',
      (b) => b.conv2d(b.input([1, 8, 8, 3]), { filters: 0, kernel: 1 }),
      'CONV_2D: its filter has the sizes [0, 1, 1, 3]; each must be at least 1',
    ],
    [
      'an int8 square root',
      (b) => b.apply('SQRT', [b.input([1, 8, 8, 3], 'int8')]),
      'SQRT: has no kernel for int8, only for float32',
    ],
  ])('%s', (_, layer, message) => {
    expect(refusal(layer)).toMatchObject({ code: 'IMPOSSIBLE_CONFIGURATION', message });
  });

  it('a stride of 0, naming the attribute and what it must be', () => {
    expect(
      refusal((b) => b.conv2d(b.input([1, 8, 8, 3]), { filters: 1, kernel: 1, stride: 0 })),
    ).toMatchObject({
      code: 'INVALID_ATTRIBUTE',
      message: 'CONV_2D: strideWidth must be an integer of at least 1, not 0',
    });
  });

  it('an attribute that the operator does not have', () => {
    expect(refusal((b) => b.apply('RELU', [b.input([1])], { slope: 1 }))).toMatchObject({
      code: 'INVALID_ATTRIBUTE',
      message: 'RELU: slope is no attribute of it; it has: none',
    });
  });

  it('an operator that TFLite does not have', () => {
    expect(refusal((b) => b.apply('CONV2D', [b.input([1])]))).toMatchObject({ code: 'UNKNOWN_OPERATOR' });
  });

  it('a value of another builder', () => {
    const stranger = new GraphBuilder('another').input([1, 8, 8, 3]);
    expect(refusal((b) => b.activation(stranger, 'RELU'))).toMatchObject({ code: 'INVALID_GRAPH' });
  });

  it('a graph without outputs', () => {
    expect(() => new GraphBuilder('empty').finish([])).toThrow(GraphError);
  });
});

describe('explicit padding', () => {
  it('is a PAD of zeros in front of a VALID window', () => {
    const graph = graphOf((b, x) => b.conv2d(x, { filters: 8, kernel: 3, stride: 2, padding: 1 }));
    expect(operators(graph)).toEqual(['PAD', 'CONV_2D']);
    expect(graph.operations[1]?.attributes).toMatchObject({ padding: 'VALID' });
    expect(graph.tensors[graph.outputs[0] ?? -1]?.shape).toEqual([1, 4, 4, 8]);
  });

  it('of 0 pixels needs no PAD', () => {
    expect(operators(graphOf((b, x) => b.averagePool2d(x, { kernel: 2, padding: 0 })))).toEqual([
      'AVERAGE_POOL_2D',
    ]);
  });
});

describe('precision', () => {
  it('float16 stores each weight in two bytes and unpacks it with DEQUANTIZE', () => {
    const graph = graphOf((b, x) => b.conv2d(x, { filters: 8, kernel: 3 }), 'float16');
    expect(operators(graph)).toEqual(['DEQUANTIZE', 'CONV_2D']);
    expect(graph.tensors.filter(({ data }) => data).map(({ type }) => type)).toEqual(['float16', 'float32']);
  });

  it('int8 gives weights a scale per channel and the bias the product of the scales of input and weights', () => {
    const graph = graphOf((b, x) => b.conv2d(x, { filters: 8, kernel: 3 }), 'int8');
    const [input, filter, bias] = (graph.operations[0]?.inputs ?? []).map((index) => graph.tensors[index]);
    expect(filter).toMatchObject({ type: 'int8', quantization: { dimension: 0 } });
    expect(filter?.quantization?.scales).toHaveLength(8);
    const product = (input?.quantization?.scales[0] ?? 0) * (filter?.quantization?.scales[3] ?? 0);
    expect(bias?.type).toBe('int32');
    expect(bias?.quantization?.scales[3]).toBeCloseTo(product, 9);
  });

  it('int8 brings inputs of different scales to one before an operator that copies them', () => {
    const graph = graphOf((b, x) => b.concatenation([x, b.activation(x, 'LOGISTIC')], { axis: 3 }), 'int8');
    expect(operators(graph)).toEqual(['LOGISTIC', 'QUANTIZE', 'CONCATENATION']);
  });
});

describe('names', () => {
  it('of tensors tell the operation and its place in the graph, each once', () => {
    const graph = graphOf((b, x) => b.activation(b.conv2d(x, { filters: 8, kernel: 3 }), 'RELU'));
    const names = graph.tensors.map(({ name }) => name);
    expect(names).toEqual(['input_0', 'conv_2d_0/filter', 'conv_2d_0/bias', 'conv_2d_0', 'relu_1']);
  });
});
