import { describe, expect, it } from 'vitest';
import { configurationOf, GraphBuilder } from '../../../src/graph/index.js';
import type { Precision, Value } from '../../../src/graph/index.js';
import { configured } from '../../../src/graph/description/cost.js';
import { operatorNamed } from '../../../src/graph/operators/registry.js';

type Layer = (builder: GraphBuilder, x: Value) => Value;

/** The version of the last operation of a layer on an image of 8x8 pixels and 4 channels. */
function versionOf(layer: Layer, precision: Precision): number {
  const builder = new GraphBuilder('version', { precision });
  const graph = builder.finish(layer(builder, builder.input([1, 8, 8, 4])));
  const configuration = configurationOf(graph, graph.operations.length - 1);
  return operatorNamed(configuration.operator).version(configured(configuration));
}

/** What TFLite's op_version.cc says; old runtimes look for a kernel of exactly this version or refuse. */
describe('the version of an operator', () => {
  it.each<[string, Layer, number, number]>([
    ['CONV_2D', (b, x) => b.conv2d(x, { filters: 8, kernel: 3 }), 1, 3],
    ['CONV_2D in groups', (b, x) => b.conv2d(x, { filters: 8, kernel: 3, groups: 2 }), 6, 6],
    ['DEPTHWISE_CONV_2D', (b, x) => b.depthwiseConv2d(x, { kernel: 3 }), 1, 3],
    ['dilated DEPTHWISE_CONV_2D', (b, x) => b.depthwiseConv2d(x, { kernel: 3, dilation: 2 }), 2, 3],
    ['FULLY_CONNECTED', (b, x) => b.fullyConnected(x, { units: 10 }), 1, 4],
    [
      'FULLY_CONNECTED that keeps dimensions',
      (b, x) => b.fullyConnected(x, { units: 10, keepDims: true }),
      5,
      5,
    ],
    ['TRANSPOSE_CONV with a bias', (b, x) => b.transposeConv(x, { filters: 8, kernel: 3 }), 3, 3],
    ['ADD', (b, x) => b.add(x, x), 1, 2],
    ['MAX_POOL_2D', (b, x) => b.maxPool2d(x, { kernel: 2 }), 1, 2],
    ['MEAN', (b, x) => b.mean(x, { axes: [1, 2] }), 1, 2],
    [
      'PAD',
      (b, x) =>
        b.pad(x, [
          [0, 0],
          [1, 1],
          [1, 1],
          [0, 0],
        ]),
      1,
      2,
    ],
    ['SPLIT', (b, x) => b.split(x, { count: 2, axis: 3 })[0] ?? x, 1, 2],
    ['HARD_SWISH', (b, x) => b.activation(x, 'HARD_SWISH'), 1, 1],
    ['LOGISTIC', (b, x) => b.activation(x, 'LOGISTIC'), 1, 2],
    ['RESHAPE', (b, x) => b.reshape(x, [1, -1]), 1, 1],
    ['RESIZE_BILINEAR', (b, x) => b.resizeBilinear(x, { height: 4, width: 4 }), 1, 2],
    [
      'RESIZE_BILINEAR from pixel centres',
      (b, x) => b.resizeBilinear(x, { height: 4, width: 4, halfPixelCenters: true }),
      3,
      3,
    ],
  ])('%s', (_, layer, float32, int8) => {
    expect(versionOf(layer, 'float32')).toBe(float32);
    expect(versionOf(layer, 'float16')).toBe(float32);
    expect(versionOf(layer, 'int8')).toBe(int8);
  });

  it('of DEQUANTIZE is 3 for float16 and 2 for int8', () => {
    const version = (type: 'float16' | 'int8') =>
      operatorNamed('DEQUANTIZE').version(
        configured({
          operator: 'DEQUANTIZE',
          attributes: {},
          inputs: [{ shape: [4], type, constant: false }],
        }),
      );
    expect([version('float16'), version('int8')]).toEqual([3, 2]);
  });
});
