import { expect, it } from 'vitest';

import { evaluationCsv } from '../../../../src/cli/commands/evaluate/evaluation-csv.js';
import { us } from '../../../support/times.js';

it('an evaluation is a line a network, with names that may hold commas', () => {
  const text = evaluationCsv({
    ...{ deviceModel: 'Phone, red', scenarioKey: 'test', incomplete: [], operators: [] },
    ...{ meanErrorPercent: 10, inIntervalPercent: 100, halfWidthPercent: 15 },
    networks: [
      {
        ...{ name: 'example', measuredUs: 200, predictedUs: 180, errorPercent: -10, extrapolatedShare: 0.5 },
        ...{
          interval: { lowUs: us(150), highUs: us(210), coverage: 0.9 },
          inInterval: true,
          verdicts: ['ok'],
        },
      },
    ],
  });
  expect(text.split('\n')).toEqual([
    'device,scenario,network,measuredUs,predictedUs,errorPercent,lowUs,highUs,inInterval,extrapolatedShare',
    '"Phone, red",test,example,200,180,-10,150,210,true,0.5',
    '',
  ]);
});
