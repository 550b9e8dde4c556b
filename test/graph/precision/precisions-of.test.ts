import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  buildArchitecture,
  graphOfConfigurations,
  GraphBuilder,
  inPrecision,
  precisionOfConfigurations,
  precisionOfGraph,
  precisions,
  readTflite,
  writeTflite,
} from '../../../src/graph/index.js';
import type { Graph, Value } from '../../../src/graph/index.js';
import { sharedDataPath } from '../../support/shared-data.js';
import { configurationsOf, operatorsIn } from '../support/configurations.js';

describe('the precision of a network', () => {
  it.each(precisions)('that this program built in %s is that', (precision) => {
    for (const name of ['mobilenet_wd4', 'mobilenetv3_small_w1', 'squeezenet_v1_1'])
      expect(precisionOfGraph(buildArchitecture(name, { precision })).precisions).toEqual([precision]);
  });

  it('is told by its file as well as by its graph', () => {
    for (const precision of precisions) {
      const [graph] = readTflite(writeTflite(buildArchitecture('mobilenet_wd4', { precision }))).graphs;
      expect(precisionOfGraph(graph).precisions).toEqual([precision]);
    }
  });

  it('without weights is any that computes in float32', () => {
    const graph = network((b, x) => b.activation(x, 'RELU'));
    expect(precisionOfGraph(graph).precisions).toEqual(['float32', 'float16', 'hybrid']);
  });

  it('is the one in which it does most of its work, whatever stands at its edges', () => {
    const builder = new GraphBuilder('float-head', { precision: 'int8' });
    const body = builder.conv2d(builder.input([1, 16, 16, 8]), { filters: 16, kernel: 3 });
    const pooled = builder.mean(body, { axes: [1, 2] });
    const head = builder.softmax(builder.apply('DEQUANTIZE', [pooled]));
    expect(precisionOfGraph(builder.finish(head))).toEqual({ precisions: ['int8'], stored: 'int8' });
  });

  it('is that of stored weights, even where small ones were left in float32', () => {
    const builder = new GraphBuilder('converter', { precision: 'hybrid' });
    const x = builder.conv2d(builder.input([1, 16, 16, 8]), { filters: 16, kernel: 3 });
    const small = builder.apply('FULLY_CONNECTED', [x, builder.weights([4, 16], 'float32'), null]);
    expect(precisionOfGraph(builder.finish(small)).precisions).toEqual(['hybrid']);
  });

  it('is hybrid with integer weights of any width under float32 values', () => {
    for (const type of ['int8', 'int4'] as const) {
      const weights = { shape: [8, 8], type, constant: true };
      const value = { shape: [1, 8], type: 'float32', constant: false } as const;
      const operation = { operator: 'FULLY_CONNECTED', attributes: {}, inputs: [value, weights, null] };
      expect(precisionOfConfigurations([operation])).toEqual({
        precisions: ['hybrid'],
        stored: `float32 with ${type} weights`,
      });
    }
  });

  it('has no name where values are float64', () => {
    const value = { shape: [1, 8], type: 'float64', constant: false } as const;
    const found = precisionOfConfigurations([{ operator: 'ABS', attributes: {}, inputs: [value] }]);
    expect(found).toEqual({ precisions: [], stored: 'float64 values' });
  });

  it('is open where no operation of it is known', () => {
    const graph: Graph = {
      name: 'custom',
      tensors: [
        { name: 'x', shape: [1, 4], type: 'uint8' },
        { name: 'y', shape: [1, 4], type: 'uint8' },
      ],
      operations: [{ operator: 'CUSTOM:edgetpu-custom-op', attributes: {}, inputs: [0], outputs: [1] }],
      inputs: [0],
      outputs: [1],
    };
    expect(precisionOfGraph(graph).precisions).toContain('float32');
    expect(precisionOfGraph(graph).precisions).toContain('uint8');
  });
});

describe('a configuration put into a precision', () => {
  it.each(precisions)('is of %s, alone and in a model', (precision) => {
    const operators = operatorsIn('float32').filter(
      (name) => operatorsIn('int8').includes(name) && name !== 'QUANTIZE' && name !== 'CAST',
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...operators).chain((name) => configurationsOf(name, 'float32')),
        (drawn) => {
          const configuration = inPrecision(drawn, precision);
          const told = precisionOfConfigurations([configuration]).precisions;
          expect(told).toContain(precision);
          expect(precisionOfGraph(graphOfConfigurations([configuration])).precisions).toEqual(told);
        },
      ),
    );
  });
});

describe('a model of float16 values', () => {
  const configuration = {
    operator: 'DEQUANTIZE',
    attributes: {},
    inputs: [{ shape: [1000], type: 'float16', constant: false }],
  } as const;

  it('has no float16 input, for which genuine benchmark tools end, but one: without any the runtime loses the profile', () => {
    const graph = graphOfConfigurations([configuration]);
    expect(graph.inputs.map((index) => graph.tensors[index])).toMatchObject([
      { shape: [1], type: 'float32' },
    ]);
    expect(graph.tensors[0]).toMatchObject({ type: 'float16', variable: true });
  });

  it('keeps that through the file', () => {
    const graph = graphOfConfigurations([configuration]);
    const [read] = readTflite(writeTflite(graph)).graphs;
    expect(read.tensors.map(({ variable }) => variable)).toEqual([true, undefined, undefined]);
  });
});

const oddInputs = sharedDataPath('odd-inputs');

describe.skipIf(oddInputs === undefined)('the precision of a file', () => {
  it.each([
    ['int8-small.tflite', 'int8'],
    ['gpu-int8-with-float-output.tflite', 'int8'],
    ['gpu-three-partitions.tflite', 'float32'],
  ])('%s is %s', (file, precision) => {
    const [graph] = readTflite(readFileSync(join(oddInputs ?? '', file))).graphs;
    expect(precisionOfGraph(graph).precisions[0]).toBe(precision);
  });
});

function network(make: (builder: GraphBuilder, x: Value) => Value): Graph {
  const builder = new GraphBuilder('network');
  return builder.finish(make(builder, builder.input([1, 8, 8, 4])));
}
