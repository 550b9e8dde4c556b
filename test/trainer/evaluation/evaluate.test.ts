import { describe, expect, it } from 'vitest';

import { evaluateOps, type EvaluateOpsOptions } from '../../../src/trainer/evaluation/evaluate-ops.js';
import { evaluateSplit } from '../../../src/trainer/evaluation/evaluate-split.js';
import { evaluateTransfer } from '../../../src/trainer/evaluation/evaluate-transfer.js';
import { parseNetworkList, refuseOverlap } from '../../../src/trainer/evaluation/network-list.js';
import { evaluationPlots } from '../../../src/trainer/evaluation/plots/evaluation-plots.js';
import { networkFamily } from '../../../src/trainer/material/measured-networks.js';
import { publishedMeasurements, publishedNames } from '../support/published-device.js';

const measurements = publishedMeasurements();
const testModels = ['mobilenetv2_w3d4', 'resnet12', 'squeezenet_v1_1'];
const options: EvaluateOpsOptions = {
  measurements,
  device: 'fast',
  trainModels: publishedNames.filter((name) => !testModels.includes(name)),
  testModels,
  learner: 'roofline',
  seed: 1,
  codeVersion: 'test',
  monotonicMs: () => 0,
};

describe('an evaluation by named networks', () => {
  const { metrics, predicted } = evaluateOps(options);

  it('tells how far off kernels, sums and whole networks are', () => {
    expect(metrics).toMatchObject({ device: 'fast', networks: 3 });
    expect(metrics.operationMape).toBeLessThan(10);
    expect(metrics.modelSumMape).toBeLessThan(5);
    expect(metrics.endToEndMape).toBeLessThan(10);
    expect(metrics.within10).toBe(100);
    expect(metrics.halfWidth90).toBeGreaterThan(0);
  });

  it('comes out the same for the same seed', () => {
    expect(evaluateOps(options).metrics).toEqual(metrics);
  });

  it('has no time from end to end where none was measured', () => {
    const { operations } = measurements;
    const without = evaluateOps({ ...options, measurements: { operations } });
    expect(without.metrics.endToEndMape).toBeNull();
    expect(without.metrics.modelSumMape).toBe(metrics.modelSumMape);
  });

  it('refuses a device that the file has not', () => {
    expect(() => evaluateOps({ ...options, device: 'other' })).toThrow(
      'ops.csv:1, other|gpu|float: the column is missing; the file has fast|gpu|float, slow|gpu|float.',
    );
  });

  it('can be drawn', () => {
    const plots = evaluationPlots('fast', predicted);
    expect(Object.keys(plots)).toEqual([
      'predicted-against-measured.svg',
      'error-by-operation.svg',
      'calibration.svg',
    ]);
    for (const document of Object.values(plots)) {
      expect(document).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"[\s\S]*<\/svg>\n$/);
      expect(document).not.toMatch(/NaN|undefined|Infinity/);
    }
    expect(plots['predicted-against-measured.svg']?.match(/<circle/g)).toHaveLength(3);
  });
});

describe('an evaluation by splits', () => {
  it('predicts every network once a seed, and gives medians', () => {
    const evaluation = evaluateSplit({ ...options, by: 'random', folds: 3, seeds: 2, learner: 'power-law' });
    expect(evaluation.seeds.map(({ networks }) => networks)).toEqual([
      publishedNames.length,
      publishedNames.length,
    ]);
    const [low, high] = evaluation.seeds.map(({ modelSumMape }) => modelSumMape);
    expect(evaluation.median.modelSumMape).toBeCloseTo(((low ?? 0) + (high ?? 0)) / 2, 9);
  });

  it('holds whole families out together', () => {
    expect(
      ['mobilenetv2_w1', 'mobilenetv2b_w1', 'resnetbc14b', 'resnet18_wd2', 'fbnet_cb'].map(networkFamily),
    ).toEqual(['mobilenetv2', 'mobilenetv2', 'resnet', 'resnet', 'fbnet']);
  });
});

describe('a transfer', () => {
  it('learns a slower twin from few of its configurations', () => {
    const evaluation = evaluateTransfer({ ...options, device: 'slow', sources: ['fast'], budget: 20 });
    expect(evaluation.modelSumMape).toBeLessThan(8);
    expect(evaluation.endToEndMape).toBeLessThan(15);
  });

  it('refuses to learn a device from itself, or from none', () => {
    const wanted = { ...options, budget: 5 };
    expect(() => evaluateTransfer({ ...wanted, sources: ['fast'] })).toThrow(
      'fast cannot be learned from itself.',
    );
    expect(() => evaluateTransfer({ ...wanted, sources: [] })).toThrow('at least one source');
  });
});

describe('a list of networks', () => {
  const allowed = { known: new Set(publishedNames) };

  it('is a name a line', () => {
    expect(parseNetworkList('resnet10\n\n resnet12 \r\n', 'list.txt', allowed).names).toEqual([
      'resnet10',
      'resnet12',
    ]);
  });

  it.each([
    ['resnet10\nresnet99', 'list.txt:2: the table has no network "resnet99".'],
    ['resnet10\nresnet10', 'list.txt:2: resnet10 stands twice.'],
    ['\n', 'list.txt:1: the list names no network.'],
  ])('is refused where it is wrong', (text, message) => {
    expect(() => parseNetworkList(text, 'list.txt', allowed)).toThrow(message);
  });

  it('may hold what this program can describe and nothing else, where it has to', () => {
    const isDescribable = (name: string) => name !== 'resnet12';
    expect(() => parseNetworkList('resnet10\n\nresnet12', 'list.txt', { ...allowed, isDescribable })).toThrow(
      'list.txt:3: this program does not know what "resnet12" consists of.',
    );
  });

  it('may not share a network with the list that is tested on', () => {
    const train = parseNetworkList('resnet10', 'train.txt', allowed);
    const test = parseNetworkList('\nresnet12\n\nresnet10', 'test.txt', allowed);
    expect(() => refuseOverlap(train, test)).toThrow('test.txt:4: resnet10 is in train.txt as well');
  });
});
