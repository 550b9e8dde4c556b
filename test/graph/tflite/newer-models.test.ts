import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  describeGraph,
  GraphError,
  operatorNames,
  readTflite,
  writeTflite,
} from '../../../src/graph/index.js';
import type { TfliteModel } from '../../../src/graph/index.js';
import { operatorNamed } from '../../../src/graph/operators/registry.js';
import { builtinOperatorName } from '../../../src/graph/tflite/builtin-operators.js';
import { sharedDataPath } from '../../support/shared-data.js';
import { rawModel, type RawOperation, type RawTensor } from '../support/raw-models.js';

/** A model of one FULLY_CONNECTED whose weights are the given tensor. */
function withWeights(weights: Partial<RawTensor>, externalFiles: readonly string[] = []): Uint8Array {
  return rawModel({
    subgraphs: [
      {
        tensors: [
          { shape: [1, 64], name: 'x' },
          { shape: [32, 64], name: 'w', ...weights },
          { shape: [1, 32], name: 'y' },
        ],
        operations: [{ code: 9, inputs: [0, 1, -1], outputs: [2] }],
        inputs: [0],
        outputs: [2],
      },
    ],
    buffers: [new Uint8Array(8192)],
    externalFiles,
  });
}

/** A model of one operation between one input and one output. */
function withOperation(operation: Pick<RawOperation, 'code' | 'custom' | 'secondOptions'>): TfliteModel {
  const tensors = [{ shape: [1, 4] }, { shape: [1, 4] }];
  const operations = [{ ...operation, inputs: [0], outputs: [1] }];
  return readTflite(rawModel({ subgraphs: [{ tensors, operations, inputs: [0], outputs: [1] }] }));
}

function refusal(bytes: Uint8Array): unknown {
  try {
    return readTflite(bytes);
  } catch (error) {
    return error;
  }
}

describe('an element type that came after this program', () => {
  it.each([
    [18, 'BFLOAT16'],
    [19, 'INT2'],
    [20, 'UINT4'],
    [21, 'FLOAT8_E4M3FN'],
    [22, 'FLOAT8_E5M2'],
    [23, 'number 23'],
    [127, 'number 127'],
  ])('is named and said to be too new: %i is %s', (type, name) => {
    const error = refusal(withWeights({ type }));
    expect(error).toBeInstanceOf(GraphError);
    expect(error).toMatchObject({
      code: 'MODEL_TOO_NEW',
      message: `tensor 1 (w) has the element type ${name}, which is newer than this program reads`,
    });
  });

  it('is malformed where no schema can have it', () => {
    expect(refusal(withWeights({ type: -1 }))).toMatchObject({ code: 'MALFORMED_MODEL' });
  });
});

describe('files of newer element types that lie beside the checkout', () => {
  const path = sharedDataPath('odd-inputs');
  it.skipIf(path === undefined).each([
    ['fc-int2', 'INT2'],
    ['fc-uint4', 'UINT4'],
    ['fc-bfloat16', 'BFLOAT16'],
    ['fc-fp8', 'FLOAT8_E4M3FN'],
  ])('%s is refused by the name %s', (file, name) => {
    expect(refusal(readFileSync(`${path ?? ''}/${file}.tflite`))).toMatchObject({
      code: 'MODEL_TOO_NEW',
      message: expect.stringContaining(name) as string,
    });
  });

  it.skipIf(path === undefined).each(['fc-int4', 'fc-inside', 'fc-buffer-offset'])('%s is read', (file) => {
    const [graph] = readTflite(readFileSync(`${path ?? ''}/${file}.tflite`)).graphs;
    expect(describeGraph(graph)).toMatchObject({ parameters: 2048, flops: 4096 });
  });
});

it('a schema version that came after this program is too new, one from before it malformed', () => {
  const subgraphs = [{ tensors: [], operations: [], inputs: [], outputs: [] }];
  expect(refusal(rawModel({ version: 4, subgraphs }))).toMatchObject({ code: 'MODEL_TOO_NEW' });
  expect(refusal(rawModel({ version: 2, subgraphs }))).toMatchObject({ code: 'MALFORMED_MODEL' });
});

describe('an operator without a definition', () => {
  it.each([
    [77, 'SHAPE'],
    [48, 'TOPK_V2'],
    [121, 'NON_MAX_SUPPRESSION_V5'],
    [161, 'RIGHT_SHIFT'],
    [206, 'STABLEHLO_COMPOSITE'],
    [209, 'STABLEHLO_CASE'],
    [210, 'UNKNOWN_210'],
  ])('is named as the schema names it: %i is %s', (code, operator) => {
    const secondOptions = { type: 0, fields: [] };
    const model = withOperation({ code, secondOptions });
    expect(model.unknownOperations).toEqual([{ graphIndex: 0, operationIndex: 0, operator }]);
    expect(describeGraph(model.graphs[0]).operations[0]).toMatchObject({ operator, known: false });
  });

  it('is named by itself where it is custom', () => {
    const { unknownOperations } = withOperation({ code: 32, custom: 'FlexErf' });
    expect(unknownOperations[0]?.operator).toBe('CUSTOM:FlexErf');
  });
});

it('definitions and the schema call every operator the same', () => {
  expect(operatorNames.map((name) => builtinOperatorName(operatorNamed(name).builtinCode))).toEqual(
    operatorNames,
  );
});

describe('weights that one scale for each channel does not suffice for', () => {
  it.each([
    [1, 'a scheme of its own'],
    [2, 'blocks of 32'],
    [3, 'several axes in blocks of 32'],
    [4, 'a scheme of its own'],
  ])('say how they are quantized: the details of type %i are %s', (type, quantizedBy) => {
    const [graph] = readTflite(withWeights({ type: 17, buffer: 1, details: { type, blockSize: 32 } })).graphs;
    expect(graph.tensors[1]).toMatchObject({ type: 'int4', quantizedBy });
    expect(describeGraph(graph).operations[0]?.configuration.inputs[1]).toMatchObject({ quantizedBy });
  });

  it('are not written as if they had no scheme', () => {
    const [graph] = readTflite(
      withWeights({ type: 17, buffer: 1, details: { type: 2, blockSize: 32 } }),
    ).graphs;
    expect(() => writeTflite(graph)).toThrow('quantized by blocks of 32');
  });
});

describe('weights in another file', () => {
  const external = withWeights({ externalBuffer: 1 }, ['weights.bin']);

  it('are constants with the name of that file', () => {
    const [graph] = readTflite(external).graphs;
    expect(graph.tensors[1]?.data).toEqual({ externalFile: 'weights.bin' });
    expect(describeGraph(graph)).toMatchObject({ parameters: 2048, weightBytes: 8192 });
  });

  it('are not written as if they were here', () => {
    expect(() => writeTflite(readTflite(external).graphs[0])).toThrow('weights.bin');
  });

  it('are malformed where the model does not say which file', () => {
    expect(refusal(withWeights({ externalBuffer: 7 }))).toMatchObject({ code: 'MALFORMED_MODEL' });
  });
});
