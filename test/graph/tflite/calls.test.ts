import { describe, expect, it } from 'vitest';
import { readTflite } from '../../../src/graph/index.js';
import { rawModel, type RawOperation, type RawSubgraph } from '../support/raw-models.js';

const calling: Omit<RawOperation, 'code'> = { inputs: [0], outputs: [1] };

function subgraph(...operations: readonly RawOperation[]): RawSubgraph {
  return { tensors: [{ shape: [1, 4] }, { shape: [1, 4] }], operations, inputs: [0], outputs: [1] };
}

/** RELU, which calls nothing. */
const relu = subgraph({ code: 19, inputs: [0], outputs: [1] });

function callsOf(operation: RawOperation): unknown {
  const [main] = readTflite(rawModel({ subgraphs: [subgraph(operation), relu, relu] })).graphs;
  return main.operations[0]?.calls;
}

describe('the subgraphs that an operation executes', () => {
  it.each<[string, RawOperation, unknown]>([
    [
      'IF',
      { ...calling, code: 118, options: { type: 92, fields: [1, 2] } },
      [
        { role: 'then', subgraph: 1 },
        { role: 'else', subgraph: 2 },
      ],
    ],
    [
      'WHILE',
      { ...calling, code: 119, options: { type: 93, fields: [1, 2] } },
      [
        { role: 'condition', subgraph: 1 },
        { role: 'body', subgraph: 2 },
      ],
    ],
    [
      'CALL_ONCE',
      { ...calling, code: 129, options: { type: 103, fields: [2] } },
      [{ role: 'initialisation', subgraph: 2 }],
    ],
    [
      'STABLEHLO_COMPOSITE',
      { ...calling, code: 206, secondOptions: { type: 21, fields: ['odml.rms_norm', 1] } },
      [{ role: 'decomposition', subgraph: 1 }],
    ],
    [
      'STABLEHLO_CASE',
      { ...calling, code: 209, secondOptions: { type: 23, fields: [[1, 2]] } },
      [
        { role: 'branch', subgraph: 1 },
        { role: 'branch', subgraph: 2 },
      ],
    ],
  ])('are named by the options of %s', (_operator, operation, calls) => {
    expect(callsOf(operation)).toEqual(calls);
  });

  it('are none where the options name none', () => {
    expect(callsOf({ ...calling, code: 119 })).toBeUndefined();
    expect(
      callsOf({ ...calling, code: 206, secondOptions: { type: 21, fields: ['odml.rms_norm'] } }),
    ).toBeUndefined();
  });

  it('are held by the first graph, which can be followed without its file', () => {
    const { graphs } = readTflite(rawModel({ subgraphs: [relu, relu, relu] }));
    expect(graphs[0].others).toEqual([graphs[1], graphs[2]]);
    expect(readTflite(rawModel({ subgraphs: [relu] })).graphs[0]).not.toHaveProperty('others');
  });

  it('must be there', () => {
    const operation = { ...calling, code: 119, options: { type: 93, fields: [1, 7] } };
    expect(() => callsOf(operation)).toThrow('calls subgraph 7, which is not there');
  });

  it('cannot call each other in a circle, nor so deep that following them would end the program', () => {
    const call = (callee: number) =>
      subgraph({ ...calling, code: 31, options: { type: 16, fields: [callee] } });
    expect(() => readTflite(rawModel({ subgraphs: [relu, call(2), call(1)] }))).toThrow(
      'subgraph 1 calls itself',
    );
    const chain = Array.from({ length: 2000 }, (_, index) => call(index + 1));
    expect(() => readTflite(rawModel({ subgraphs: [...chain, relu] }))).toThrow('deep');
  });
});

it('signatures are keys of the graphs that they execute', () => {
  const signatures = [
    { key: 'serving_default', subgraph: 0 },
    { key: 'decode', subgraph: 1 },
  ];
  const { graphs } = readTflite(rawModel({ subgraphs: [relu, relu, relu], signatures }));
  expect(graphs.map(({ signature }) => signature)).toEqual(['serving_default', 'decode', undefined]);
});
