import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { operandTable } from '../../../src/graph/description/operands.js';
import {
  buildArchitecture,
  configurationHash,
  configurationOf,
  GraphBuilder,
  type Graph,
} from '../../../src/graph/index.js';
import { OperationMemory } from '../../../src/predictor/memory/operation-memory.js';

/** Recalls every operation of a graph; an operation that was not known answers with its configuration's hash. */
function recallAll(memory: OperationMemory<string>, graph: Graph): string[] {
  const operands = operandTable(graph);
  return graph.operations.map((operation, index) =>
    memory.recall(graph, operation, operands, () => configurationHash(configurationOf(graph, index))),
  );
}

const hashesOf = (graph: Graph) =>
  graph.operations.map((_, index) => configurationHash(configurationOf(graph, index)));

/** Two networks of one operation that differ in nothing but one constant. */
function poolsOver(axes: readonly number[]): Graph {
  const builder = new GraphBuilder('mean');
  return builder.finish(builder.mean(builder.input([1, 8, 8, 8]), { axes }));
}

describe('the memory of operations', () => {
  it('answers for each operation of real networks as its configuration would', () => {
    const memory = new OperationMemory<string>(100_000);
    for (const name of ['mobilenetv2_w1', 'mobilenetv3_large_w1', 'squeezenet_v1_0', 'mobilenetv2_w1']) {
      const graph = buildArchitecture(name);
      expect(recallAll(memory, graph)).toEqual(hashesOf(graph));
    }
  });

  it('computes an answer once', () => {
    const memory = new OperationMemory<string>(10);
    const graph = poolsOver([1, 2]);
    recallAll(memory, graph);
    let computed = 0;
    graph.operations.forEach((operation) =>
      memory.recall(graph, operation, operandTable(graph), () => String(computed++)),
    );
    expect(computed).toBe(0);
  });

  it('tells operations apart by the values of a constant', () => {
    const memory = new OperationMemory<string>(10);
    const [pixels, rows] = [poolsOver([1, 2]), poolsOver([1])];
    expect(recallAll(memory, pixels)).toEqual(hashesOf(pixels));
    expect(recallAll(memory, rows)).toEqual(hashesOf(rows));
  });

  it('stays right when it forgets in between', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 3 }), (filters, most) => {
        const memory = new OperationMemory<string>(most);
        for (const count of filters) {
          const builder = new GraphBuilder('one');
          const input = builder.input([1, 8, 8, 4]);
          const graph = builder.finish(builder.conv2d(input, { filters: count, kernel: 3 }));
          expect(recallAll(memory, graph)).toEqual(hashesOf(graph));
        }
      }),
      { numRuns: 30 },
    );
  });
});
