import { describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { createPredictor, NetworkRates, wholePrediction } from '../../../src/predictor/index.js';
import { priorRates } from '../../../src/predictor/work/rate-priors.js';
import { workVersion } from '../../../src/predictor/work/work.js';
import type { MeasuredTotal } from '../../../src/trainer/material/measured-total.js';
import { kindsOfWork } from '../../../src/trainer/totals/fit-totals.js';
import { learnTotals } from '../../../src/trainer/totals/learn-totals.js';
import { learnRates } from '../../../src/trainer/totals/learn-rates.js';
import { exampleRelease } from '../../predictor/support/example-release.js';
import { networkLawUs } from '../support/measured-scenario.js';
import { measuredTotal } from '../support/measured-total.js';

const names = [
  'mobilenet_w1',
  'mobilenetv2_w1',
  'resnet10',
  'squeezenet_v1_0',
  'resnet18',
  'mobilenetv2_wd2',
  'fdmobilenet_w1',
];

const total = (name: string, us = networkLawUs(name)) => measuredTotal(name, us);

const options = { seed: 1, codeVersion: '0.0.0' };
const totals = names.map((name) => total(name));
const replaced = (name: string, factor: number) =>
  totals.map((each) => (each.network === name ? total(name, factor * each.us) : each));

describe('rates that are learned from whole networks’ times', () => {
  it('say of a network what the evaluation judges, to the last bit', () => {
    const { rates } = learnRates(totals, options);
    const model = learnTotals(totals, priorRates(kindsOfWork(totals)));
    const { work, network } = total('mobilenetv2_w3d4');
    const { us, lowUs, highUs } = model.predict({ work });
    const release = exampleRelease({ predictors: [], rates: NetworkRates.fromBytes(rates.toBytes()) });
    const predicted = wholePrediction(network, createPredictor(release).predict(buildArchitecture(network)));
    expect(predicted.totalUs).toBe(us);
    expect([predicted.interval.lowUs, predicted.interval.highUs]).toEqual([lowUs, highUs]);
  });

  it('say how their networks were counted', () => {
    expect(learnRates(totals, options).rates.facts.workVersion).toBe(workVersion);
  });

  it('can be learned from networks of one family only, and are as wide as the normal distribution then', () => {
    const [first] = totals as [MeasuredTotal];
    const family = Array.from({ length: 17 }, (_, index) => {
      const work = Object.fromEntries(
        Object.entries(first.work).map(([kind, amount]) => [kind, amount * (1 + index / 10)]),
      );
      return { ...first, contentHash: String(index), work, us: first.us * (1 + index / 10) };
    });
    const { rates, networksPercent } = learnRates(family, options);
    expect(rates.facts.scale).toBeCloseTo(1.645, 3);
    expect(networksPercent).toBeUndefined();
    expect(NetworkRates.fromBytes(rates.toBytes()).answer(first.work)).toEqual(rates.answer(first.work));
  });

  it('have intervals for families to come, not for more networks of the largest', () => {
    const exact = (family: string, index: number): MeasuredTotal => {
      const work = { 'macs 1×1': 1e8 * (1 + index / 3) };
      return {
        ...(totals[0] as MeasuredTotal),
        network: `${family}${index}`,
        family,
        work,
        us: 1e4 * (1 + index / 3),
      };
    };
    const families = [
      ['a', 20],
      ['b', 20],
    ] as const;
    const large = families.flatMap(([family, count]) =>
      Array.from({ length: count }, (_, index) => exact(family, index)),
    );
    const others = ['x', 'y', 'z'].map((family, index) => ({
      ...exact(family, index),
      us: 1.15 * exact(family, index).us,
    }));
    const { scale } = learnRates([...large, ...others], options).rates.facts;
    const { scale: ofLargeOnes } = learnRates(large, options).rates.facts;
    expect(ofLargeOnes).toBeLessThan(0.5);
    expect(scale).toBeGreaterThan(2);
  });

  it('tell of every operation its share, less surely than of the whole', () => {
    const release = exampleRelease({ predictors: [], rates: learnRates(totals, options).rates });
    const predicted = wholePrediction('', createPredictor(release).predict(buildArchitecture('resnet18')));
    const { operations, totalUs, overheadUs, interval } = predicted;
    const sumUs = operations.reduce((sum, { predictedUs }) => sum + predictedUs, 0);
    expect(sumUs + overheadUs).toBeCloseTo(totalUs, 6);
    const width = (of: { readonly lowUs: number; readonly highUs: number }) => Math.log(of.highUs / of.lowUs);
    for (const operation of operations) {
      expect(operation.source).toBe('rates');
      expect(width(operation.interval ?? interval)).toBeGreaterThanOrEqual(0.9 * width(interval));
    }
  });

  it('say where a network does what none did that they were learned from', () => {
    const { rates } = learnRates(totals, options);
    const answer = createPredictor(exampleRelease({ predictors: [], rates }));
    const known = wholePrediction('', answer.predict(buildArchitecture('mobilenet_w3d4')));
    const strange = wholePrediction('', answer.predict(buildArchitecture('mobilenetv3_large_w1')));
    expect(known.extrapolatedShare).toBe(0);
    expect(strange.extrapolatedShare).toBeGreaterThan(0);
    const swish = strange.operations.find(({ operator }) => operator === 'HARD_SWISH');
    expect(swish).toMatchObject({ extrapolated: true });
    expect(swish?.predictedUs).toBeGreaterThan(0);
  });

  it.each([
    [14, false],
    [1 / 14, false],
    [1 / 1000, true],
  ])(
    'leave out a total that is %d times what the others say, and say whether it is in milliseconds',
    (factor, isMilliseconds) => {
      const { doubted, rates } = learnRates(replaced('resnet18', factor), options);
      expect(doubted).toMatchObject([{ network: 'resnet18', isMilliseconds }]);
      const { expectedUs } = doubted[0] ?? { expectedUs: 0 };
      expect(Math.abs(expectedUs / networkLawUs('resnet18') - 1)).toBeLessThan(0.3);
      expect(rates.facts.trainingRows).toBe(names.length - 1);
    },
  );

  it('say that all are in milliseconds where they are', () => {
    expect(learnRates(totals, options).isMilliseconds).toBe(false);
    const thousandths = names.map((name) => total(name, networkLawUs(name) / 1000));
    expect(learnRates(thousandths, options)).toMatchObject({ isMilliseconds: true, doubted: [] });
  });

  it.each([NaN, -1, 0])('are refused from a time of %d µs', (us) => {
    expect(() => learnRates([...totals, total('mobilenet_wd2', us)], options)).toThrow(
      expect.objectContaining({ code: 'TRAINING_DATA_MISSING' }),
    );
  });

  it('are the same bytes for the same totals, and refused when they were altered', () => {
    const [one, other] = [learnRates(totals, options), learnRates([...totals], options)].map(({ rates }) =>
      rates.toBytes(),
    ) as [Uint8Array, Uint8Array];
    expect(one).toEqual(other);
    one[one.length - 3] = (one[one.length - 3] as number) ^ 1;
    expect(() => NetworkRates.fromBytes(one)).toThrow(
      expect.objectContaining({ code: 'PREDICTOR_FILE_INVALID' }),
    );
  });
});
