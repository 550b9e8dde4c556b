import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { describeGraph, GraphError, readTflite, type Graph } from '../../../src/graph/index.js';
import { cutIntoKernels, gpuKernels, type Backend } from '../../../src/graph/kernels/index.js';
import { rawModel, type RawOperation, type RawTensor } from '../support/raw-models.js';

const backends: readonly Backend[] = [
  { delegate: 'builtin', runtimeVersion: '2.19' },
  { delegate: 'xnnpack', runtimeVersion: '2.12' },
  { delegate: 'xnnpack', runtimeVersion: '2.20' },
  { delegate: 'gpu', gpu: 'adreno640', runtimeVersion: '2.19' },
  { delegate: 'gpu', gpu: 'mali-g76', runtimeVersion: '2.6' },
];

const customOperators = [
  ...['Convolution2DTransposeBias', 'MaxPoolingWithArgmax2D', 'MaxUnpooling2D', 'Resampler', 'Unheard'],
];
const tensor = fc.record({
  shape: fc.array(fc.constantFrom(0, 1, 1, 2, 3, 4, 8), { maxLength: 5 }),
  type: fc.constantFrom(0, 0, 0, 1, 2, 3, 4, 6, 7, 9, 17),
  buffer: fc.constantFrom(0, 0, 1, 2),
});
const operation = fc.record({
  code: fc.nat(211),
  custom: fc.constantFrom(...customOperators),
  inputs: fc.array(fc.record({ tensor, leftOut: fc.boolean() }), { maxLength: 4 }),
  outputs: fc.array(tensor, { minLength: 1, maxLength: 2 }),
  options: fc.option(fc.record({ type: fc.nat(130), fields: fc.array(fc.nat(3), { maxLength: 6 }) }), {
    nil: undefined,
  }),
});

/** A file with one operation, read; `undefined` where the reader refuses it. */
function read(operations: readonly RawOperation[], tensors: readonly RawTensor[]): Graph | undefined {
  const buffers = [new Uint8Array(16).fill(1), new Uint8Array(64)];
  const outputs = operations.flatMap((each) => each.outputs);
  const inputs = tensors.flatMap(({ buffer = 0 }, index) =>
    buffer === 0 && !outputs.includes(index) ? [index] : [],
  );
  try {
    return readTflite(rawModel({ subgraphs: [{ tensors, operations, inputs, outputs }], buffers })).graphs[0];
  } catch (error) {
    expect(error).toBeInstanceOf(GraphError);
    return undefined;
  }
}

describe('an operation of any operator, with any tensors and options', () => {
  it('is described and cut for every backend, or refused by name, and no number of it is none', () => {
    fc.assert(
      fc.property(operation, ({ code, custom, inputs, outputs, options }) => {
        const tensors = [
          ...inputs.map((each) => each.tensor),
          ...outputs.map((each) => ({ ...each, buffer: 0 })),
        ];
        const names = inputs.map(({ leftOut }, index) => (leftOut && index > 0 ? -1 : index));
        const made = outputs.map((_, index) => inputs.length + index);
        const raw = {
          code,
          inputs: names,
          outputs: made,
          ...(options && { options }),
          ...(code === 32 && { custom }),
        };
        const graph = read([raw], tensors);
        if (graph === undefined) return;
        expect(notFinite(describeGraph(graph))).toEqual([]);
        for (const backend of backends) {
          try {
            expect(notFinite(cutIntoKernels(graph, backend))).toEqual([]);
          } catch (error) {
            expect(error).toBeInstanceOf(GraphError);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  // Operators of the GPU delegate that this program has no definition of.
  it.each([
    ['ONE_HOT', 85],
    ['SELECT_V2', 123],
    ['CUMSUM', 128],
    ['EQUAL', 71],
    ['ADD_N', 106],
    ['LOGICAL_AND', 86],
  ])('is left to the CPU by the GPU delegate where it lacks inputs: %s', (_name, code) => {
    const graph = read([{ code, inputs: [0], outputs: [1] }], [{ shape: [1, 4] }, { shape: [1, 4] }]);
    const kernels = graph && gpuKernels(graph, { gpu: 'adreno640', runtimeVersion: '2.19' });
    expect(kernels?.map(({ implementation }) => implementation)).toEqual(['CPU']);
  });

  it('is refused by the GPU delegate where the network returns what a lone DEQUANTIZE unpacks, in a shape that it has not', () => {
    const graph = read(
      [{ code: 6, inputs: [0], outputs: [1] }],
      [{ shape: [], type: 1, buffer: 1 }, { shape: [] }],
    );
    if (graph === undefined) expect.unreachable('the file was refused');
    expect(() => gpuKernels(graph, { gpu: 'adreno640', runtimeVersion: '2.19' })).toThrow(
      /DEQUANTIZE: Tensor ".*" has bad input dims size: 0/,
    );
  });

  it('has one group where its filter has no channels', () => {
    const tensors = [{ shape: [1, 8, 8, 4] }, { shape: [4, 1, 1, 0], buffer: 1 }, { shape: [1, 8, 8, 4] }];
    const graph = read([{ code: 3, inputs: [0, 1], outputs: [2] }], tensors);
    const kernels = graph && gpuKernels(graph, { gpu: 'adreno640', runtimeVersion: '2.19' });
    expect(kernels?.[0]?.features.Group).toBe(1);
  });
});

/** Numbers that are not finite, by where they stand. */
function notFinite(value: unknown): string[] {
  const found: string[] = [];
  JSON.stringify(value, (name, member: unknown) => {
    if (typeof member === 'number' && !Number.isFinite(member)) found.push(name);
    return member instanceof Uint8Array ? undefined : member;
  });
  return found;
}
