import { describe, expect, it } from 'vitest';

import {
  meanErrorPercent,
  reportNetwork,
  reportOperators,
  type ComparedNetwork,
} from '../../../../src/trainer/evaluation/farm/compare-networks.js';
import type { MeasuredGraph } from '../../../../src/trainer/evaluation/farm/measured-graphs.js';
import { graphOfConfigurations } from '../../../../src/graph/index.js';
import type { OperationConfiguration } from '../../../../src/graph/index.js';
import type { CompletePrediction } from '../../../../src/predictor/index.js';
import { us } from '../../../support/times.js';

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

const measured: MeasuredGraph = {
  name: 'example',
  contentHash: '',
  graph,
  inferenceUs: 200,
  operationUs: new Map([
    [0, 1],
    [1, 150],
    [2, 40],
  ]),
  verdicts: ['ok', 'noisy'],
};

const operation = {
  kernelGroup: 'any',
  source: 'own',
  extrapolated: false,
  distance: 0,
  measured: false,
} as const;
const prediction: CompletePrediction = {
  complete: true,
  unknown: [],
  totalUs: us(180),
  overheadUs: us(15),
  interval: { lowUs: us(150), highUs: us(210), coverage: 0.9 },
  extrapolatedShare: 0,
  operations: [
    { index: 0, operator: 'DEQUANTIZE', predictedUs: us(0), ...operation, source: 'once' },
    { index: 1, operator: 'CONV_2D', predictedUs: us(120), ...operation },
    { index: 2, operator: 'RELU', predictedUs: us(50), ...operation },
  ],
};

const compared: ComparedNetwork = { measured, prediction, delegate: 'builtin' };

describe('a network that was measured', () => {
  it('stands beside its prediction, errors being relative to what was measured', () => {
    expect(reportNetwork(compared)).toEqual({
      name: 'example',
      measuredUs: 200,
      predictedUs: 180,
      errorPercent: -10,
      interval: prediction.interval,
      inInterval: true,
      extrapolatedShare: 0,
      verdicts: ['ok', 'noisy'],
    });
    const far = { measured: { ...measured, inferenceUs: 211 }, prediction };
    expect(reportNetwork(far).inInterval).toBe(false);
  });

  it('is added up by operator with the others, and unpacking of weights is told apart and why it is off', () => {
    const [convolution, relu, unpacking] = reportOperators([compared, compared]);
    expect(convolution).toMatchObject({ operator: 'CONV_2D', count: 2, measuredUs: 300, predictedUs: 240 });
    expect(convolution).toMatchObject({ errorPercent: -20, note: '' });
    expect(convolution?.shareOfTime).toBeCloseTo(300 / 382, 12);
    expect(relu).toMatchObject({ operator: 'RELU', measuredUs: 80, predictedUs: 100, errorPercent: 25 });
    expect(relu?.note).toContain('branches on signs');
    expect(unpacking).toMatchObject({ operator: 'DEQUANTIZE of weights', predictedUs: 0 });
    expect(unpacking?.note).toContain('done once, when the model is loaded');
  });

  it.each([
    ['fallback', 'never measured by itself'],
    ['pooled', 'measured too seldom'],
  ] as const)('says why an operation type is off that was predicted by %s', (source, note) => {
    const operations = prediction.operations.map((each) => ({ ...each, source }));
    const [first] = reportOperators([{ ...compared, prediction: { ...prediction, operations } }]);
    expect(first?.note).toContain(note);
  });

  it('says of a part that was never measured only how much of the time it is, and nothing where that is little', () => {
    const noteOf = (guessedUs: number) => {
      const operations = prediction.operations.map((each) => ({ ...each, source: 'own' as const }));
      const [, convolution] = operations;
      const guessed = { ...convolution, source: 'fallback', predictedUs: us(guessedUs) } as const;
      const networks = [
        operations,
        operations.map((each) => (each.index === 1 ? { ...each, ...guessed } : each)),
      ];
      const [first] = reportOperators(
        networks.map((each) => ({ ...compared, prediction: { ...prediction, operations: each } })),
      );
      return first?.note;
    };
    expect(noteOf(5)).toBe('');
    expect(noteOf(120)).toBe('50 % of it never measured by itself: guessed from its work and bytes');
  });

  it.each([
    ['XNNPACK, which has no branches', { delegate: 'xnnpack' }, 'RELU', 50, ''],
    [
      'what XNNPACK leaves to a built-in kernel',
      { delegate: 'xnnpack' },
      'RELU (built-in)',
      50,
      'branches on signs',
    ],
    ['a GPU', { delegate: 'gpu' }, 'relu', 50, ''],
    ['a built-in kernel that is predicted too short', { delegate: 'builtin' }, 'RELU', 30, ''],
  ] as const)('says that RELU branches on signs only where that is why it is off: of %s', (...of) => {
    const [, executed, kernelGroup, predictedUs, note] = of;
    const operations = prediction.operations.map((each) => ({
      ...each,
      kernelGroup,
      predictedUs: us(predictedUs),
    }));
    const reports = reportOperators([
      { ...compared, ...executed, prediction: { ...prediction, operations } },
    ]);
    const relu = reports.find(({ operator }) => operator === 'RELU');
    expect(relu?.note.startsWith(note)).toBe(true);
    expect(relu?.note === '').toBe(note === '');
  });

  it('says how much of an operation type lies outside what was measured', () => {
    const operations = prediction.operations.map((each) => ({ ...each, extrapolated: true, distance: 1 }));
    const [first] = reportOperators([{ ...compared, prediction: { ...prediction, operations } }]);
    expect(first?.note).toBe('100 % of it outside what was measured');
  });

  it('counts with the size of its error, so that errors do not cancel out', () => {
    expect(meanErrorPercent([{ errorPercent: -10 }, { errorPercent: 20 }])).toBe(15);
    expect(meanErrorPercent([])).toBe(0);
  });
});
