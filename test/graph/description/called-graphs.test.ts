import { describe, expect, it } from 'vitest';
import { describeGraph, leftOutOf, readTflite } from '../../../src/graph/index.js';
import { smallNetwork } from '../support/models.js';
import { rawModel, type RawOperation, type RawSubgraph } from '../support/raw-models.js';

type Bare = Pick<RawOperation, 'code' | 'options'>;

/** A chain of operations on tensors of four elements. */
function chain(...operations: readonly Bare[]): RawSubgraph {
  return {
    tensors: Array.from({ length: operations.length + 1 }, () => ({ shape: [1, 4] })),
    operations: operations.map((operation, index) => ({
      ...operation,
      inputs: [index],
      outputs: [index + 1],
    })),
    inputs: [0],
    outputs: [operations.length],
  };
}

const relu: Bare = { code: 19 };
const loop: Bare = { code: 119, options: { type: 93, fields: [1, 2] } };
const branch: Bare = { code: 118, options: { type: 92, fields: [1, 2] } };
const once: Bare = { code: 129, options: { type: 103, fields: [1] } };
const described = (...subgraphs: readonly RawSubgraph[]) =>
  describeGraph(readTflite(rawModel({ subgraphs })).graphs[0]);

describe('the description of a file with several subgraphs', () => {
  it('counts a loop’s condition and body once', () => {
    const { flops, operations } = described(chain(relu, loop), chain(relu), chain(relu, relu));
    expect(flops).toBe(4 + 4 + 8);
    expect(operations[1]).toMatchObject({ operator: 'WHILE', known: false, flops: 12 });
  });

  it('counts the longer of two branches, and nothing of what runs before the first inference only', () => {
    expect(described(chain(branch), chain(relu), chain(relu, relu)).flops).toBe(8);
    expect(described(chain(once), chain(relu)).flops).toBe(0);
  });

  it('lists every subgraph with what calls it, or that nothing does', () => {
    const { subgraphs, operations } = described(chain(loop), chain(relu), chain(relu), chain(relu, relu));
    expect(operations[0]?.calls).toEqual([
      { role: 'condition', subgraph: 1 },
      { role: 'body', subgraph: 2 },
    ]);
    expect(subgraphs).toMatchObject([
      { index: 1, name: 'subgraph_1', called: true, flops: 4 },
      { index: 2, called: true },
      { index: 3, called: false, flops: 8 },
    ]);
  });

  it('says what its numbers do not hold whole', () => {
    const { complete, unknown } = described(chain(loop), chain(relu), chain(relu), chain(relu, relu));
    expect(complete).toBe(false);
    expect(unknown).toEqual([
      { operator: 'WHILE', count: 1, reason: 'runs as often as its condition says, counted once' },
      { operator: 'RELU', count: 2, reason: 'in the subgraph subgraph_3, which nothing calls' },
    ]);
  });

  it('describes a subgraph once, however often it is called', () => {
    const call = (callee: number): Bare => ({ code: 31, options: { type: 16, fields: [callee] } });
    const doubling = Array.from({ length: 60 }, (_, index) => chain(call(index + 1), call(index + 1)));
    const { flops, subgraphs } = described(...doubling, chain(relu));
    expect(flops).toBe(4 * 2 ** 60);
    expect(subgraphs).toHaveLength(60);
  });
});

it('nothing is left out of a network of known operations', () => {
  expect(leftOutOf(smallNetwork())).toEqual([]);
  expect(describeGraph(smallNetwork())).toMatchObject({ complete: true, unknown: [] });
  expect(describeGraph(smallNetwork())).not.toHaveProperty('subgraphs');
});
