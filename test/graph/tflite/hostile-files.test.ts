import { Builder } from 'flatbuffers';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeGraph, GraphError, readTflite, writeTflite } from '../../../src/graph/index.js';
import { packagedModel, smallNetwork } from '../support/models.js';
import { mutated, mutations } from '../support/mutations.js';
import { rawModel } from '../support/raw-models.js';

const nightly = process.env['FARM_TEST_NIGHTLY'] === '1';
const mutatedFiles = nightly ? 100_000 : 2_000;

const files = [
  writeTflite(smallNetwork('float32')),
  writeTflite(smallNetwork('float16')),
  writeTflite(smallNetwork('int8')),
  packagedModel('@mediapipe/face_detection/face_detection_short_range.tflite'),
  packagedModel('@mediapipe/face_detection/face_detection_full_range_sparse.tflite'),
  packagedModel('@mediapipe/selfie_segmentation/selfie_segmentation.tflite'),
];

/** Reads and describes; gives the error that refused the file, if one did. */
function outcome(bytes: Uint8Array): unknown {
  try {
    for (const graph of readTflite(bytes).graphs) describeGraph(graph);
    return undefined;
  } catch (error) {
    return error;
  }
}

describe('a damaged file', () => {
  it(
    `is read or refused with a GraphError, ${mutatedFiles} times`,
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...files), mutations, (file, steps) => {
          const error = outcome(mutated(file, steps));
          if (error !== undefined) expect(error).toBeInstanceOf(GraphError);
        }),
        { numRuns: mutatedFiles },
      );
    },
    nightly ? 1_800_000 : 60_000,
  );

  it('is refused wherever it was cut off before its end', () => {
    const file = writeTflite(smallNetwork());
    for (let length = 0; length < file.length; length += 16) {
      expect(outcome(file.subarray(0, length))).toMatchObject({ code: 'MALFORMED_MODEL' });
    }
  });

  it('is refused when it is no model at all', () => {
    for (const text of [
      '',
      'TFL3',
      '<!DOCTYPE html><html>',
      '\0\0\0\0TFL3',
      '\xff\xff\xff\xffTFL3\xff\xff\xff\xff',
    ]) {
      expect(outcome(Buffer.from(text, 'latin1'))).toMatchObject({ code: 'MALFORMED_MODEL' });
    }
  });
});

describe('a hostile file', () => {
  it('cannot make the reader build a million tensors out of one', () => {
    expect(outcome(overlapping({ tensors: 1_000_000, names: 1 }))).toMatchObject({
      code: 'MALFORMED_MODEL',
      message: expect.stringContaining('tables') as string,
    });
  });

  it('cannot make the reader decode one long name for each of many tensors', () => {
    expect(outcome(overlapping({ tensors: 10_000, names: 100_000 }))).toMatchObject({
      code: 'MALFORMED_MODEL',
      message: expect.stringContaining('bytes of text') as string,
    });
  });

  it('cannot make the reader build one long shape for each of many tensors', () => {
    expect(outcome(overlapping({ tensors: 10_000, names: 1, rank: 100_000 }))).toMatchObject({
      code: 'MALFORMED_MODEL',
      message: expect.stringContaining('numbers') as string,
    });
  });
});

it.each([3, 40])(
  'a tensor of %i sizes that no memory could hold is refused, for nothing could be counted of it',
  (rank) => {
    const shape = new Array<number>(rank).fill(2 ** 31 - 1);
    const operations = [{ code: 19, inputs: [0], outputs: [1] }];
    const bytes = rawModel({
      subgraphs: [{ tensors: [{ shape }, { shape }], operations, inputs: [0], outputs: [1] }],
    });
    expect(outcome(bytes)).toMatchObject({
      code: 'MALFORMED_MODEL',
      message: expect.stringContaining('tensor 0 has more elements') as string,
    });
  },
);

/** A model whose table of tensors names one and the same tensor again and again. */
function overlapping({
  tensors,
  names,
  rank = 1,
}: {
  tensors: number;
  names: number;
  rank?: number;
}): Uint8Array {
  const builder = new Builder(1024);
  const name = builder.createString('n'.repeat(names));
  builder.startVector(4, rank, 4);
  for (let axis = 0; axis < rank; axis++) builder.addInt32(1);
  const shape = builder.endVector();
  builder.startObject(4);
  builder.addFieldOffset(0, shape, 0);
  builder.addFieldOffset(3, name, 0);
  const tensor = builder.endObject();
  const tensorVector = offsets(builder, new Array<number>(tensors).fill(tensor));
  builder.startObject(1);
  builder.addFieldOffset(0, tensorVector, 0);
  const subgraphs = offsets(builder, [builder.endObject()]);
  builder.startObject(3);
  builder.addFieldInt32(0, 3, 0);
  builder.addFieldOffset(2, subgraphs, 0);
  builder.finish(builder.endObject(), 'TFL3');
  return builder.asUint8Array();
}

function offsets(builder: Builder, targets: readonly number[]): number {
  builder.startVector(4, targets.length, 4);
  for (const target of targets) builder.addOffset(target);
  return builder.endVector();
}
