import { describe, expect, it } from 'vitest';
import { configurationOf, describeGraph, outputsOf, readTflite } from '../../../src/graph/index.js';
import { packagedModel } from '../support/models.js';

const faceDetection = '@mediapipe/face_detection';

describe('the published face detectors', () => {
  it.each([
    ['short_range', { operations: 164, unpacking: 74, parameters: 101_390, weightBytes: 202_780 }],
    ['full_range', { operations: 354, unpacking: 178, parameters: 514_069, weightBytes: 1_028_138 }],
    ['full_range_sparse', { operations: 388, unpacking: 182, parameters: 508_308, weightBytes: 368_984 }],
  ])('%s is described whole', (range, expected) => {
    const model = readTflite(packagedModel(`${faceDetection}/face_detection_${range}.tflite`));
    const { operations, parameters, weightBytes } = describeGraph(model.graphs[0]);
    expect(model.unknownOperations).toEqual([]);
    expect({
      operations: operations.length,
      unpacking: operations.filter(({ unpacksWeights }) => unpacksWeights).length,
      parameters,
      weightBytes,
    }).toEqual(expected);
  });

  it.each(['short_range', 'full_range', 'full_range_sparse'])(
    'every operation of %s has the output that its shape rule says',
    (range) => {
      const [graph] = readTflite(packagedModel(`${faceDetection}/face_detection_${range}.tflite`)).graphs;
      for (const [index, { outputs }] of graph.operations.entries()) {
        const stored = outputs.map((output) => graph.tensors[output]?.shape);
        expect(outputsOf(configurationOf(graph, index)).map(({ shape }) => shape)).toEqual(stored);
      }
    },
  );

  it('keeps the type in which float16 weights are stored, through DEQUANTIZE', () => {
    const [graph] = readTflite(packagedModel(`${faceDetection}/face_detection_short_range.tflite`)).graphs;
    const convolution = describeGraph(graph).operations.find(({ operator }) => operator === 'CONV_2D');
    expect(convolution?.configuration.inputs[1]).toEqual({
      shape: [24, 5, 5, 3],
      type: 'float16',
      constant: true,
    });
  });

  it('marks sparse weights, with their dense shape', () => {
    const [graph] = readTflite(
      packagedModel(`${faceDetection}/face_detection_full_range_sparse.tflite`),
    ).graphs;
    const sparse = graph.tensors.filter((tensor) => tensor.sparse);
    expect(sparse).toHaveLength(46);
    for (const { shape, data } of sparse)
      expect((data as Uint8Array).length).toBeLessThan(2 * shape.reduce((a, b) => a * b));
  });
});

describe('a network with an operation of its own', () => {
  it('is described around that operation, which is named with its index', () => {
    const model = readTflite(packagedModel('@mediapipe/selfie_segmentation/selfie_segmentation.tflite'));
    expect(model.unknownOperations).toEqual([
      { graphIndex: 0, operationIndex: 244, operator: 'CUSTOM:Convolution2DTransposeBias' },
    ]);
    const { operations, flops } = describeGraph(model.graphs[0]);
    expect(operations[244]).toMatchObject({ known: false, flops: 0 });
    expect(operations.filter(({ known }) => known)).toHaveLength(245);
    expect(flops).toBe(122_110_545);
  });
});
