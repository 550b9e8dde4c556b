import { readFileSync } from 'node:fs';

import { expect, it } from 'vitest';

import { publishedDeviceModel, publishedGpu } from '../../../src/exchange/index.js';
import { parseNetworks } from '../../../src/exchange/published/networks.js';
import { sha256Hex } from '../../../src/graph/canonical-json.js';
import type { RateBelief } from '../../../src/learning/rates/rate-belief.js';
import { decodeRatePrior, encodeRatePrior } from '../../../src/predictor/index.js';
import { mean } from '../../../src/learning/validation/averages.js';
import { networkFamily } from '../../../src/trainer/material/measured-networks.js';
import { choosePrior } from '../../../src/trainer/totals/choose-prior.js';
import type { LearnedTotal } from '../../../src/trainer/totals/fit-totals.js';
import { chosenTotals, learnTotals } from '../../../src/trainer/totals/learn-totals.js';
import { makeRatePrior } from '../../../src/trainer/totals/make-rate-prior.js';
import { WorkOfNetworks } from '../../../src/trainer/totals/network-work.js';
import { scenariosOf } from '../../../src/trainer/totals/scenario-totals.js';
import { describeWithSharedText, sharedDataText } from '../../support/shared-data.js';

const networkTable = 'phones/tflite_cnn_e2e.csv';

const shipped = readFileSync(new URL('../../../configs/priors/phones.json', import.meta.url), 'utf8');

describeWithSharedText(networkTable, 'the prior that ships', () => {
  const tables = ['tflite_cnn_e2e.csv', 'tflite_transformer_e2e.csv'].map((file) => {
    const table = sharedDataText(`phones/${file}`) ?? '';
    return { file, text: table, sha256: sha256Hex(table) };
  });

  // Where learning changed, this makes it again: farm prior make --e2e tflite_cnn_e2e.csv tflite_transformer_e2e.csv --out phones.json
  it('is what "farm prior make" makes of the public tables', () => {
    const { devices, madeFrom } = decodeRatePrior(shipped, 'phones.json');
    expect(madeFrom).toEqual(tables.map(({ file, sha256 }) => ({ file, sha256 })));
    expect(devices).toEqual(['pixel4', 's10', 'a03s'].map(publishedDeviceModel));
    const made = makeRatePrior({
      name: 'phones',
      tables: tables.map((table) => ({ ...table, networks: parseNetworks(table.text, table.file) })),
      ...{ gpuOf: publishedGpu, deviceModelOf: publishedDeviceModel },
    });
    expect(encodeRatePrior(made) === shipped).toBe(true);
  });
});

describeWithSharedText(networkTable, 'what two phones have in common', (text) => {
  const networks = parseNetworks(text, 'e2e.csv')
    .filter((_, index) => index % 2 === 0)
    .map((network) => ({
      ...network,
      latencies: network.latencies.filter(
        ({ cores, precision }) => /^(?:1large|2large|4small|1small)$/.test(cores) && precision === 'quant',
      ),
    }));
  const options = {
    ...{ name: 'test', tables: [{ file: 'e2e.csv', sha256: '', networks }], devices: ['s10', 'a03s'] },
    gpuOf: () => undefined,
    deviceModelOf: (device: string) => `there/${device}`,
  };
  const prior = decodeRatePrior(encodeRatePrior(makeRatePrior(options)), 'p.json');
  const offered = { prior, always: false };
  const pixel4 = scenariosOf(networks).find(({ device, cores }) => device === 'pixel4' && cores === '1large');
  const work = new WorkOfNetworks(() => undefined);
  const totals = (pixel4?.totals ?? []).map((total): LearnedTotal => {
    const where = { device: 'pixel4', cores: '1large', precision: 'quant' };
    return { ...total, family: networkFamily(total.network), ...work.describe(total.network, where) };
  });
  const chosen = (under: RateBelief) => chosenTotals(totals, under, 5);
  const place = { deviceModel: 'Pixel 4', delegate: 'builtin', precision: 'int8' } as const;

  it('is the same file from the same tables', () => {
    expect(encodeRatePrior(makeRatePrior(options))).toBe(encodeRatePrior(prior));
  });

  it('is believed of a third phone, and takes a third off the error that its first five networks leave', () => {
    const general = choosePrior(totals, undefined, place).belief;
    const known = choosePrior(totals, { prior, always: true }, place).belief;
    const errorUnder = (under: RateBelief) => {
      const few = chosen(under);
      const { predict } = learnTotals(few, under);
      const others = totals.filter((total) => !few.includes(total));
      return mean(others.map((total) => Math.abs(predict(total).us / total.us - 1)));
    };
    expect(errorUnder(known)).toBeLessThan(0.7 * errorUnder(general));
    expect(errorUnder(known)).toBeLessThan(0.025);
    expect(choosePrior(chosen(known), offered, place).decision).toMatchObject({ name: 'test', used: true });
  });

  it('is not believed where held-out networks are likelier without it, unless it is asked for', () => {
    const slow = prior.families.map((family) => ({
      ...family,
      mean: family.mean.map((value) => value + 4),
      covariance: family.covariance.map((value) => value / 400),
    }));
    const wrong = { ...prior, families: slow };
    const decisionWith = (always: boolean) => choosePrior(totals, { prior: wrong, always }, place).decision;
    expect(decisionWith(false)).toMatchObject({ used: false });
    expect(decisionWith(true)).toMatchObject({ used: true });
  });

  it.each([
    [{ ...place, deviceModel: 'there/s10' }, /learned from there\/s10 itself/],
    [{ ...place, delegate: 'xnnpack' as const }, /knows no int8 on xnnpack/],
  ])('is not taken for %j', (elsewhere, reason) => {
    expect(choosePrior(totals.slice(0, 5), offered, elsewhere).decision).toMatchObject({
      used: false,
      reason: expect.stringMatching(reason) as unknown,
    });
  });
});
