import { describe, expect, it } from 'vitest';

import type { LoadedRelease } from '../../../src/predictor/releases/release.js';
import { defaultGateThresholds } from '../../../src/trainer/registry/gate.js';
import { judgeRates } from '../../../src/trainer/registry/gate-of-rates.js';
import { learnRates } from '../../../src/trainer/totals/learn-rates.js';
import { exampleRelease } from '../../predictor/support/example-release.js';
import { networkLawUs } from '../support/measured-scenario.js';
import { measuredTotal } from '../support/measured-total.js';

const total = (name: string, factor = 1) => measuredTotal(name, factor * networkLawUs(name));

const learnedFrom = [
  'mobilenet_w1',
  'mobilenetv2_w1',
  'resnet10',
  'squeezenet_v1_0',
  'resnet18',
  'fdmobilenet_w1',
];
const frozen = ['mobilenet_w3d4', 'mobilenetv2_w3d4', 'resnet12', 'squeezenet_v1_1', 'mobilenet_wd2'].map(
  (name) => total(name),
);

/** Learned from times that are all so many times what they are. */
const releaseOf = (factor: number, names = learnedFrom): LoadedRelease =>
  exampleRelease({
    predictors: [],
    rates: learnRates(
      names.map((name) => total(name, factor)),
      { seed: 1, codeVersion: '0.0.0' },
    ).rates,
  });
const failedChecks = (candidate: LoadedRelease, incumbent: LoadedRelease | undefined, judgedBy = frozen) =>
  judgeRates(judgedBy, candidate, incumbent, defaultGateThresholds).checks.flatMap(({ name, passed }) =>
    passed ? [] : [name],
  );

describe('the gate of releases that were learned from whole networks', () => {
  const good = releaseOf(1);

  it('lets through what predicts the frozen networks as well as the release that answers', () => {
    expect(failedChecks(good, undefined)).toEqual([]);
    expect(failedChecks(good, good)).toEqual([]);
  });

  it('refuses what is three times off, and worse than the release that answers', () => {
    expect(failedChecks(releaseOf(3), good)).toEqual(['intervals that hold', 'real networks']);
  });

  it('refuses what was learned from fewer networks where there are too few to freeze any', () => {
    expect(failedChecks(releaseOf(1, learnedFrom.slice(1)), good, [])).toEqual(['enough data']);
    expect(failedChecks(good, releaseOf(1, learnedFrom.slice(1)), [])).toEqual([]);
  });

  it('refuses what nothing judges in the place of a release that answers kernel by kernel', () => {
    // As far off as makes no doubt which of the two is better.
    const kernels = exampleRelease({
      overhead: { interceptUs: 10, perKernelUs: 0.5, operationFactor: 1.1 },
    });
    expect(failedChecks(good, kernels, [])).toEqual(['enough to replace kernels']);
    expect(failedChecks(good, kernels, frozen.slice(0, 2))).toEqual(['enough to replace kernels']);
    expect(failedChecks(good, kernels)).toEqual([]);
  });
});
