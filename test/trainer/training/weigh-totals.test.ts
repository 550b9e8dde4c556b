import { beforeAll, describe, expect, it } from 'vitest';

import { buildArchitecture, configurationHash, describeGraph } from '../../../src/graph/index.js';
import { randomFromSeed } from '../../../src/learning/index.js';
import { measuredCpuKernel } from '../../../src/predictor/features/cpu-kernels.js';
import {
  createPredictor,
  decodeRelease,
  encodeRelease,
  wholePrediction,
} from '../../../src/predictor/index.js';
import type { LatencyRow } from '../../../src/trainer/material/latency-rows.js';
import type { MeasuredTotal } from '../../../src/trainer/material/measured-total.js';
import type { TrainingMaterial } from '../../../src/trainer/material/training-material.js';
import { kernelsOfGraphs, type KernelsOfGraph } from '../../../src/trainer/training/kernels-of-graph.js';
import {
  answeringCalibration,
  learnRelease,
  type LearnedRelease,
} from '../../../src/trainer/training/learn-release.js';
import { exampleRelease } from '../../predictor/support/example-release.js';
import { configurationsOf, lawOverhead, lawUs } from '../support/measured-scenario.js';
import { measuredTotal } from '../support/measured-total.js';

const scenario = { delegate: 'builtin', precision: 'float32', runtimeVersion: '2.15' } as const;
const operations = configurationsOf(
  ['mobilenet_w1', 'mobilenetv2_w1', 'resnet10', 'squeezenet_v1_0'].map((name) => buildArchitecture(name)),
);
const timed = operations.filter(({ inputs }) => inputs.some((input) => input?.constant === false));
const wholes = [
  ...['mobilenet_wd2', 'mobilenet_w3d4', 'mobilenetv2_wd2', 'mobilenetv2_w3d4', 'squeezenet_v1_1'],
  ...['resnet12', 'resnet14', 'resnet18', 'fdmobilenet_w1', 'fdmobilenet_wd2'],
];
const unseen = ['resnet16', 'mobilenetv2_wd4', 'fdmobilenet_w3d4'];

/** What operations take within a network, for each microsecond that they take by themselves. */
type Factors = Readonly<Record<string, number>>;

const rowsOf = (factor: (index: number) => number = () => 1): LatencyRow[] =>
  timed.map((configuration, index) => ({
    configuration: configurationHash(configuration),
    ...measuredCpuKernel(configuration, null, scenario),
    latencyUs: factor(index) * lawUs(configuration),
  }));

function wholeUs(name: string, factors: Factors): number {
  const own = describeGraph(buildArchitecture(name)).operations;
  const sumUs = own.reduce(
    (sum, { operator, configuration }) => sum + (factors[operator] ?? 1) * lawUs(configuration),
    0,
  );
  return sumUs + lawOverhead.interceptUs + lawOverhead.perKernelUs * own.length;
}

function learn(
  totals: readonly MeasuredTotal[],
  rows = rowsOf(),
  kernelsOf: KernelsOfGraph = kernelsOfGraphs(scenario),
): LearnedRelease {
  const singleRuns = rows.map(({ latencyUs }) => ({
    kernels: 1,
    operationSumUs: latencyUs,
    inferenceMeanUs: latencyUs + lawOverhead.interceptUs + lawOverhead.perKernelUs,
  }));
  const material: TrainingMaterial = { rows, networks: [], singleRuns, noise: 0, totals };
  return learnRelease(material, {
    ...{ learner: 'roofline', random: randomFromSeed(1), seed: 1, codeVersion: 'test' },
    kernelsOf,
  });
}

function errorsOf(learned: LearnedRelease, factors: Factors) {
  const release = exampleRelease({
    ...{ scenario, predictors: learned.kernels.predictors, overhead: learned.overhead },
    calibration: answeringCalibration(learned),
    ...(learned.rates !== undefined && { rates: learned.rates.rates }),
  });
  const predictor = createPredictor(decodeRelease(encodeRelease(release)));
  return unseen.map((name) => {
    const { totalUs, interval } = wholePrediction(name, predictor.predict(buildArchitecture(name)));
    const us = wholeUs(name, factors);
    return { error: Math.abs(totalUs / us - 1), inside: us >= interval.lowUs && us <= interval.highUs };
  });
}

const worst = (errors: readonly { readonly error: number }[]) =>
  Math.max(...errors.map(({ error }) => error));

describe('whole networks’ times beside timings of operations', () => {
  const factors = { CONV_2D: 1.35, DEPTHWISE_CONV_2D: 0.7 };
  const totals = wholes.map((name) => measuredTotal(name, wholeUs(name, factors)));
  let both: LearnedRelease;
  beforeAll(() => {
    both = learn(totals);
  });

  it('correct each kernel group by what it takes within networks, and the overhead, where that is likelier', () => {
    expect(both.totals).toMatchObject({ used: 'both', wholeNetworks: wholes.length });
    expect(both.totals?.reason).toMatch(/times likelier with factors of kernel groups/);
    expect(both.overhead.groupFactors?.['CONV_2D']).toBeCloseTo(1.35, 1);
    const errors = errorsOf(both, factors);
    expect(worst(errors)).toBeLessThan(0.08);
    expect(worst(errorsOf(learn([]), factors))).toBeGreaterThan(2 * worst(errors));
    expect(errors.filter(({ inside }) => inside).length).toBeGreaterThanOrEqual(2);
  });

  it('make intervals rest on networks that were held out, though no network’s operations were timed', () => {
    expect(answeringCalibration(both).basis).toBe('held-out-networks');
    expect(answeringCalibration(learn([])).basis).toBe('normal-errors');
  });

  it('are said where they contradict the operations and each other, and are not learned from', () => {
    const wrong = 'mobilenetv2_wd2';
    const spoilt = totals.map((total) =>
      total.network === wrong ? measuredTotal(wrong, 14 * total.us) : total,
    );
    const learned = learn(spoilt);
    expect(learned.doubted.map(({ network }) => network)).toEqual([wrong]);
    expect(worst(errorsOf(learned, factors))).toBeLessThan(0.1);
  });

  it('answer alone where timings of operations tell less of networks than they do', () => {
    const random = randomFromSeed(7);
    const learned = learn(
      totals,
      rowsOf(() => Math.exp(random.normal(0, 0.8))),
    );
    expect(learned.totals).toMatchObject({ used: 'totals' });
    expect(learned.totals?.reason).toMatch(/likelier by whole networks' times alone than by operations/);
    expect(learned.rates?.rates.facts.trainingRows).toBe(wholes.length);
  });

  it.each([1 / 1000, 100])(
    'are doubted all together where they are %s times what operations say',
    (factor) => {
      const learned = learn(totals.map((total) => ({ ...total, us: factor * total.us })));
      expect(learned).toMatchObject({ totals: { used: 'operations', wholeNetworks: 0 } });
      expect(learned.totals?.reason).toMatch(/contradict/);
      expect(learned.doubted.map(({ network }) => network)).toEqual(wholes);
      expect(learned.rates).toBeUndefined();
      expect(learned.overhead).toEqual(learn([]).overhead);
      expect(learned.heldOut).not.toHaveProperty('networksPercent');
    },
  );

  it('are named where timings of operations do not tell of all that they do', () => {
    const learned = learn(totals, rowsOf(), () => () => undefined);
    expect(learned.unpredicted?.map(({ network }) => network)).toEqual(wholes);
    expect(both.unpredicted).toEqual([]);
  });

  it('decide nothing where only one family of them was measured', () => {
    const learned = learn(totals.filter(({ family }) => family === 'resnet'));
    expect(learned.totals).toBeUndefined();
    expect(learned.overhead.groupFactors).toBeUndefined();
  });
});
