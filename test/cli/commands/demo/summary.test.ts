import { expect, it } from 'vitest';

import { demoSummary } from '../../../../src/cli/commands/demo/summary.js';
import { us } from '../../../support/times.js';

it('the demo shows people the networks, the operations, what was refused on purpose and what it took', () => {
  const text = demoSummary({
    scenario: '1large-t1-float32-builtin-2.15',
    networks: [
      {
        ...{ name: 'example', measuredUs: 200, predictedUs: 180, errorPercent: -10, extrapolatedShare: 0 },
        ...{
          interval: { lowUs: us(150), highUs: us(210), coverage: 0.9 },
          inInterval: true,
          verdicts: ['ok'],
        },
      },
    ],
    meanErrorPercent: 10,
    refused: [{ name: 'other', code: 'BENCHMARK_CUSTOM_OPERATION', reason: 'it has a custom operation' }],
    operators: [
      {
        ...{ operator: 'CONV_2D', count: 1, measuredUs: 150, predictedUs: 120, errorPercent: -20 },
        ...{ shareOfTime: 0.75, note: 'guessed' },
      },
    ],
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
  expect(text).toContain('example    200 µs     180 µs  -10.0 %  150 µs to 210 µs  yes');
  expect(text).toMatch(/CONV_2D +1 +150 µs +120 µs +-20.0 % +75 % +guessed/);
  expect(text).toContain('other was refused, as it is meant to be');
  expect(text).toContain('it has a custom operation');
  expect(text).toContain('mean error of the networks  10.0 %');
  expect(text).toContain('85 %');
  expect(text).toContain('1 min 15 s');
});
