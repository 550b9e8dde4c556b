import { describe, expect, it } from 'vitest';

import { demoSummary } from '../../../src/cli/demo/summary.js';
import { meanErrorPercent, reportNetwork, reportOperators } from '../../../src/cli/demo/report.js';
import type { ComparedNetwork, NetworkMeasurement } from '../../../src/cli/demo/report.js';
import { graphOfConfigurations } from '../../../src/graph/index.js';
import type { OperationConfiguration } from '../../../src/graph/index.js';
import type { GraphPrediction } from '../../../src/predictor/index.js';

const image = { shape: [1, 8, 8, 4], type: 'float32', constant: false } as const;
const relu: OperationConfiguration = { operator: 'RELU', attributes: {}, inputs: [image] };
const pointwise: OperationConfiguration = {
  operator: 'CONV_2D',
  attributes: { strideHeight: 1, strideWidth: 1 },
  inputs: [
    image,
    { shape: [4, 1, 1, 4], type: 'float16', constant: true },
    { shape: [4], type: 'float32', constant: true },
  ],
};

/** A DEQUANTIZE of weights, a CONV_2D and a RELU. */
const graph = graphOfConfigurations([pointwise, relu]);

const measurement: NetworkMeasurement = {
  name: 'example',
  inferenceUs: 200,
  operationUs: new Map([
    [0, 1],
    [1, 150],
    [2, 40],
  ]),
  verdicts: ['ok', 'noisy'],
};

const operation = { kernelGroup: 'any', source: 'own', extrapolated: false, distance: 0, measured: false } as const;
const prediction: GraphPrediction = {
  totalUs: 180,
  overheadUs: 15,
  interval: { lowUs: 150, highUs: 210, coverage: 0.9 },
  extrapolatedShare: 0,
  operations: [
    { index: 0, operator: 'DEQUANTIZE', predictedUs: 0, ...operation },
    { index: 1, operator: 'CONV_2D', predictedUs: 120, ...operation },
    { index: 2, operator: 'RELU', predictedUs: 50, ...operation },
  ],
};

const compared: ComparedNetwork = { graph, measurement, prediction };

describe("the demo's report", () => {
  it('sets a prediction beside its measurement, errors being relative to what was measured', () => {
    expect(reportNetwork(measurement, prediction)).toEqual({
      name: 'example',
      measuredUs: 200,
      predictedUs: 180,
      errorPercent: -10,
      interval: prediction.interval,
      verdicts: ['ok', 'noisy'],
    });
  });

  it('adds up the operations of all networks by operator, and tells unpacking of weights apart', () => {
    expect(reportOperators([compared, compared])).toEqual([
      { operator: 'CONV_2D', count: 2, measuredUs: 300, predictedUs: 240, errorPercent: -20 },
      { operator: 'RELU', count: 2, measuredUs: 80, predictedUs: 100, errorPercent: 25 },
      { operator: 'DEQUANTIZE of weights', count: 2, measuredUs: 2, predictedUs: 0, errorPercent: -100 },
    ]);
  });

  it('means the sizes of errors, so that they do not cancel out', () => {
    expect(meanErrorPercent([{ errorPercent: -10 }, { errorPercent: 20 }])).toBe(15);
    expect(meanErrorPercent([])).toBe(0);
  });

  it('shows people the networks, the operations, what was refused and what it took', () => {
    const text = demoSummary({
      scenario: '1large-t1-float32-builtin-2.15',
      networks: [reportNetwork(measurement, prediction)],
      meanErrorPercent: 10,
      refused: [{ name: 'other', code: 'BENCHMARK_CUSTOM_OPERATION', reason: 'it has a custom operation' }],
      operators: reportOperators([compared]),
      training: {
        trainingRows: 12,
        trainingSetHash: '',
        groups: [],
        overhead: { interceptUs: 0, perKernelUs: 0, operationFactor: 1 },
      },
      runs: {},
      verdicts: {},
      phones: 1,
      phoneBusyShare: 0.85,
      seconds: 75,
    });
    expect(text).toContain('example    200 µs     180 µs  -10.0 %  150 µs to 210 µs');
    expect(text).toContain('CONV_2D                    1    150 µs     120 µs   -20.0 %');
    expect(text).toContain('other was not measured (BENCHMARK_CUSTOM_OPERATION): it has a custom operation');
    expect(text).toContain('mean error of the networks  10.0 %');
    expect(text).toContain('85 %');
    expect(text).toContain('1 min 15 s');
  });
});
