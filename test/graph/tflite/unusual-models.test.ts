import { Builder } from 'flatbuffers';
import { describe, expect, it } from 'vitest';
import { describeGraph, dynamicDimension, readTflite, writeTflite } from '../../../src/graph/index.js';
import { smallNetwork } from '../support/models.js';

/** The code of an operator that came after this program. */
const futureOperator = 250;

/**
 * A model of two subgraphs whose tensors share one buffer: a SUB, as its second input a constant, and an operation of the
 * future.
 */
function twoSubgraphs(): Uint8Array {
  const builder = new Builder(1024);
  const data = builder.createByteVector(new Uint8Array(8));
  const buffers = [table(builder, []), table(builder, [[0, data]])];
  const bufferVector = offsets(builder, buffers);
  const subgraphs = [41, futureOperator].map((_, code) => {
    const shape = integers(builder, [1, 2]);
    const signature = integers(builder, [-1, 2]);
    const tensors = offsets(builder, [
      table(builder, [
        [0, shape],
        [7, signature],
      ]),
      withBuffer(builder, integers(builder, [2])),
      withBuffer(builder, integers(builder, [2])),
      table(builder, [[0, integers(builder, [1, 2])]]),
    ]);
    const operation = withCode(builder, code, integers(builder, [0, 1]), integers(builder, [3]));
    const [inputs, outputs] = [integers(builder, [0]), integers(builder, [3])];
    return table(builder, [
      [0, tensors],
      [1, inputs],
      [2, outputs],
      [3, offsets(builder, [operation])],
    ]);
  });
  const codes = [41, futureOperator].map((code) => {
    builder.startObject(4);
    builder.addFieldInt8(0, Math.min(code, 127), 0);
    builder.addFieldInt32(3, code, 0);
    return builder.endObject();
  });
  const [codeVector, subgraphVector] = [offsets(builder, codes), offsets(builder, subgraphs)];
  builder.startObject(5);
  builder.addFieldInt32(0, 3, 0);
  builder.addFieldOffset(1, codeVector, 0);
  builder.addFieldOffset(2, subgraphVector, 0);
  builder.addFieldOffset(4, bufferVector, 0);
  builder.finish(builder.endObject(), 'TFL3');
  return builder.asUint8Array();
}

function table(builder: Builder, fields: readonly (readonly [slot: number, offset: number])[]): number {
  builder.startObject(8);
  for (const [slot, offset] of fields) builder.addFieldOffset(slot, offset, 0);
  return builder.endObject();
}

function withBuffer(builder: Builder, shape: number): number {
  builder.startObject(3);
  builder.addFieldOffset(0, shape, 0);
  builder.addFieldInt32(2, 1, 0);
  return builder.endObject();
}

function withCode(builder: Builder, code: number, inputs: number, outputs: number): number {
  builder.startObject(3);
  builder.addFieldInt32(0, code, 0);
  builder.addFieldOffset(1, inputs, 0);
  builder.addFieldOffset(2, outputs, 0);
  return builder.endObject();
}

function integers(builder: Builder, values: readonly number[]): number {
  builder.startVector(4, values.length, 4);
  for (const value of values.toReversed()) builder.addInt32(value);
  return builder.endVector();
}

function offsets(builder: Builder, targets: readonly number[]): number {
  builder.startVector(4, targets.length, 4);
  for (const target of targets.toReversed()) builder.addOffset(target);
  return builder.endVector();
}

describe('a model of several subgraphs', () => {
  const model = readTflite(twoSubgraphs());

  it('has a graph for each, the network first', () => {
    expect(model.graphs.map(({ name }) => name)).toEqual(['main', 'subgraph_1']);
    expect(model.graphs[0].operations.map(({ operator }) => operator)).toEqual(['SUB']);
  });

  it('names an operator of the future by its code, with graph and index', () => {
    expect(model.unknownOperations).toEqual([
      { graphIndex: 1, operationIndex: 0, operator: `UNKNOWN_${futureOperator}` },
    ]);
  });

  it('says which sizes show only at run time', () => {
    expect(model.graphs[0].tensors[0]?.shape).toEqual([dynamicDimension, 2]);
    expect(describeGraph(model.graphs[0]).operations[0]).toMatchObject({ dynamic: true, flops: 2 });
  });

  it('reads attributes that the file leaves out as the schema has them', () => {
    expect(model.graphs[0].operations[0]?.attributes).toEqual({ fusedActivation: 'NONE' });
  });
});

describe('constants that share a buffer', () => {
  it('are one view of the file', () => {
    const [, first, second] = readTflite(twoSubgraphs()).graphs[0].tensors;
    expect(first?.data).toBeInstanceOf(Uint8Array);
    expect(second?.data).toBe(first?.data);
  });

  it('count once among the bytes and each among the parameters', () => {
    const network = smallNetwork();
    const [alone] = readTflite(writeTflite(network)).graphs;
    const [shared] = readTflite(writeTflite(network, { shareZeros: true })).graphs;
    expect(describeGraph(shared).parameters).toBe(describeGraph(alone).parameters);
    const sizes = new Set(
      alone.tensors.flatMap(({ data, type }) =>
        data && type === 'float32' ? [(data as Uint8Array).length] : [],
      ),
    );
    expect(describeGraph(shared).weightBytes).toBe([...sizes].reduce((sum, bytes) => sum + bytes, 0));
  });
});
