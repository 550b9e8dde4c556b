import { describe, expect, it } from 'vitest';

import type { FarmEvaluation } from '../../../../src/trainer/evaluation/farm/evaluate-farm.js';
import { farmPlots } from '../../../../src/trainer/evaluation/plots/farm-plots.js';
import { us } from '../../../support/times.js';

const network = (name: string, measuredUs: number, predictedUs: number) => ({
  ...{ name, measuredUs, predictedUs, errorPercent: 100 * (predictedUs / measuredUs - 1) },
  ...{
    interval: { lowUs: us(0.9 * predictedUs), highUs: us(1.1 * predictedUs), coverage: 0.9 },
    inInterval: true,
  },
  ...{ extrapolatedShare: 0, verdicts: ['ok'] },
});

const evaluation: FarmEvaluation = {
  deviceModel: 'Test <Phone>',
  scenarioKey: 'test',
  networks: [
    network('first', 1_000, 1_050),
    network('second', 1_010, 1_040),
    network('third', 90_000, 70_000),
  ],
  incomplete: [],
  operators: [
    {
      ...{ operator: 'CONV_2D', count: 3, measuredUs: 90, predictedUs: 81, errorPercent: -10 },
      ...{ shareOfTime: 1, note: '' },
    },
  ],
  meanErrorPercent: 10,
  inIntervalPercent: 100,
  halfWidthPercent: 10,
};

describe('the plots of an evaluation of the farm', () => {
  const plots = farmPlots(evaluation);

  it('are documents without a number that is none, and with text that is text', () => {
    for (const document of Object.values(plots)) {
      expect(document).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
      expect(document).not.toMatch(/NaN|undefined|Infinity|<Phone>/);
    }
  });

  it('name every network beside its point, no name on another, and shade what is within ±10 %', () => {
    const scatter = plots['predicted-against-measured.svg'] ?? '';
    expect(scatter.match(/<polygon class="band"/g)).toHaveLength(1);
    const lines = [...scatter.matchAll(/class="name" x="[\d.]+" y="([\d.]+)"[^>]*>([^<]+)</g)];
    expect(lines.map((line) => line[2]).sort()).toEqual(['first', 'second', 'third']);
    const [first, second] = ['first', 'second'].map((name) =>
      Number(lines.find((line) => line[2] === name)?.[1]),
    );
    expect(Math.abs((first as number) - (second as number))).toBeGreaterThanOrEqual(12);
  });
});
