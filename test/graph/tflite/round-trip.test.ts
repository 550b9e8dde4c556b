import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  configurationHash,
  configurationOf,
  describeGraph,
  graphOfConfigurations,
  readTflite,
  writeTflite,
} from '../../../src/graph/index.js';
import type { Graph, Precision, Tensor } from '../../../src/graph/index.js';
import { byteSize } from '../../../src/graph/model/shape.js';
import { configurationsOf, operatorsIn } from '../support/configurations.js';

const anyConfiguration = fc
  .constantFrom<Precision>('float32', 'float16', 'int8')
  .chain((precision) =>
    fc.constantFrom(...operatorsIn(precision)).chain((operator) => configurationsOf(operator, precision)),
  );

const severalConfigurations = fc.array(anyConfiguration, { minLength: 1, maxLength: 5 });

/** The graph as a file can hold it: zeros are bytes, and scales are float32. */
function asStored(graph: Graph): Graph {
  return { ...graph, tensors: graph.tensors.map(storedTensor) };
}

function storedTensor(tensor: Tensor): Tensor {
  const { quantization, data } = tensor;
  return {
    ...tensor,
    ...(quantization && { quantization: { ...quantization, scales: quantization.scales.map(Math.fround) } }),
    ...(data !== undefined && { data: data === 'zeros' ? new Uint8Array(byteSize(tensor)) : data }),
  };
}

/** Versions are the file's: what is built has none until it is written. */
function withoutVersions(graph: Graph): Graph {
  const operations = graph.operations.map(({ operator, attributes, inputs, outputs }) => ({
    operator,
    attributes,
    inputs,
    outputs,
  }));
  return { ...graph, operations };
}

describe('a graph that is written and read again', () => {
  it('is the same graph', () => {
    fc.assert(
      fc.property(severalConfigurations, fc.boolean(), (configurations, shareZeros) => {
        const graph = graphOfConfigurations(configurations, 'round trip');
        const model = readTflite(writeTflite(graph, { shareZeros }));
        expect(model.graphs.map(withoutVersions)).toEqual([asStored(graph)]);
        expect(model.unknownOperations).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('is the same bytes when it is written once more', () => {
    fc.assert(
      fc.property(severalConfigurations, (configurations) => {
        const bytes = writeTflite(graphOfConfigurations(configurations));
        expect(Buffer.compare(writeTflite(readTflite(bytes).graphs[0]), bytes)).toBe(0);
      }),
      { numRuns: 100 },
    );
  });

  it('has the configurations that it was made of', () => {
    fc.assert(
      fc.property(severalConfigurations, (configurations) => {
        const [graph] = readTflite(writeTflite(graphOfConfigurations(configurations))).graphs;
        const found = graph.operations.flatMap(({ operator }, index) =>
          unpacksWeights(graph, operator, index) ? [] : [configurationHash(configurationOf(graph, index))],
        );
        for (const configuration of configurations) expect(found).toContain(configurationHash(configuration));
      }),
      { numRuns: 100 },
    );
  });

  it('is described as before', () => {
    fc.assert(
      fc.property(severalConfigurations, (configurations) => {
        const graph = graphOfConfigurations(configurations);
        expect(describeGraph(readTflite(writeTflite(graph)).graphs[0])).toEqual(describeGraph(graph));
      }),
      { numRuns: 100 },
    );
  });
});

function unpacksWeights(graph: Graph, operator: string, index: number): boolean {
  return operator === 'DEQUANTIZE' && describeGraph(graph).operations[index]?.unpacksWeights === true;
}
