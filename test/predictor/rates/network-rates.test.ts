import { describe, expect, it } from 'vitest';

import { NetworkRates } from '../../../src/predictor/rates/network-rates.js';
import { workVersion } from '../../../src/predictor/work/work.js';
import { exampleRates } from '../support/example-rates.js';

const workOfFirst = { constant: 1, operations: 12, 'macs 1×1': 3e8, 'depthwise macs 3×3': 2e7 };
/** What is told from other kinds of work since rates were first learned. */
const toldSince = {
  'grouped macs beside vectors': 1e6,
  'macs of padding': 1e7,
  'gathered strided inputs': 1e6,
  'uncached product inputs': 1e6,
  'uncached depthwise inputs': 1e6,
  'uncached vector weights': 1e6,
};
const leftToBuiltin = Object.fromEntries(
  Object.entries(toldSince).map(([kind, amount]) => [`built-in ${kind}`, amount]),
);

describe('rates of networks as they were first counted', () => {
  it.each([
    ['built-in kernels', toldSince],
    ['what a delegate leaves to them', leftToBuiltin],
  ])('answer the same with and without the kinds that are told since, of %s', (_, since) => {
    const rates = NetworkRates.fromBytes(exampleRates().toBytes());
    const now = { ...workOfFirst, ...since };
    expect(rates.answer(now)).toEqual(rates.answer(workOfFirst));
    expect(rates.answering(Object.keys(now))(now).unmeasuredShare).toBe(0);
  });

  it('answer of other kinds that they do not know', () => {
    const rates = exampleRates();
    const strange = rates.answer({ ...workOfFirst, 'HARD_SWISH outputs': 1e6 });
    expect(strange.us).toBeGreaterThan(rates.answer(workOfFirst).us);
    expect(strange.unmeasuredShare).toBeGreaterThan(0);
  });
});

describe('rates of networks as they are counted now', () => {
  it.each(Object.keys(toldSince))('answer of %s', (kind) => {
    const rates = exampleRates({ workVersion });
    expect(rates.answer({ ...workOfFirst, [kind]: 1e7 }).us).toBeGreaterThan(rates.answer(workOfFirst).us);
  });
});

describe('rates of networks as a later program counts them', () => {
  it('are refused, whatever else they say', () => {
    const newer = exampleRates({ workVersion: workVersion + 1 }).toBytes();
    expect(() => NetworkRates.fromBytes(newer)).toThrow(
      expect.objectContaining({
        code: 'PREDICTOR_FORMAT_UNSUPPORTED',
        message: `The rates were learned from work that was counted as of version ${workVersion + 1}; this program counts up to ${workVersion}.`,
      }),
    );
  });
});
