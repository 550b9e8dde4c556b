import { readFile } from 'node:fs/promises';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeRatePrior, encodeRatePrior } from '../../../src/predictor/index.js';
import { priorOf } from '../../../src/predictor/rates/rate-prior.js';

const kinds = ['macs 1×1', 'operations'];
const made = {
  name: 'two phones',
  devices: ['here/one', 'here/two'],
  madeFrom: [{ file: 'e2e.csv', sha256: 'a'.repeat(64) }],
  families: [
    {
      ...{ delegate: 'builtin' as const, precision: 'float32', scenarios: 4, kinds },
      mean: [-9.6, 0.7],
      covariance: [0.5, 0.2, 0.4],
    },
  ],
};
const text = encodeRatePrior(made);

describe('the file of what phones have in common', () => {
  it('is read as it was made, and is the same text again', () => {
    const read = decodeRatePrior(text, 'p.json');
    expect(read).toMatchObject(made);
    expect(encodeRatePrior(read)).toBe(text);
    const belief = priorOf(read, { delegate: 'builtin', precision: 'float32' });
    expect([...(belief?.covariance ?? [])]).toEqual([0.5, 0.2, 0.2, 0.4]);
    expect(priorOf(read, { delegate: 'xnnpack', precision: 'float32' })).toBeUndefined();
  });

  it('is of version 2 when it is made, and read in version 1 too, which it keeps', () => {
    expect(decodeRatePrior(text, 'p.json').version).toBe(2);
    const first = encodeRatePrior({ ...made, version: 1 });
    expect(first).toContain('"version": 1');
    expect(decodeRatePrior(first, 'p.json')).toMatchObject({ ...made, version: 1 });
    expect(encodeRatePrior(decodeRatePrior(first, 'p.json'))).toBe(first);
  });

  it('is refused when any digit of it was altered', () => {
    const digits = [...text.matchAll(/\d/g)].map(({ index }) => index);
    fc.assert(
      fc.property(fc.constantFrom(...digits), fc.integer({ min: 1, max: 9 }), (place, change) => {
        const digit = (Number(text[place]) + change) % 10;
        const altered = `${text.slice(0, place)}${digit}${text.slice(place + 1)}`;
        expect(() => decodeRatePrior(altered, 'p.json')).toThrow(/^p\.json: /);
      }),
    );
  });

  it.each([
    [
      'of another version',
      text.replace('"version": 2', '"version": 3'),
      'PREDICTOR_FORMAT_UNSUPPORTED',
      /version: the prior has version 3; this program reads 1 and 2/,
    ],
    ['of something else', '{"format": "recipe"}', 'PREDICTOR_FILE_INVALID', /format: .*is not/],
    ['cut off', text.split('\n').slice(0, 4).join('\n'), 'PREDICTOR_FILE_INVALID', /line \d+: .*not JSON/],
    [
      'with a number too few',
      text.replace('0.5,0.2,0.4', '0.5,0.2'),
      'PREDICTOR_FILE_INVALID',
      /families\.0\.covariance: .*has not 3 numbers/,
    ],
    [
      'with a word for a number',
      text.replace('-9.6', '"fast"'),
      'PREDICTOR_FILE_INVALID',
      /families\.0\.mean\.0: /,
    ],
  ])('is refused %s, with the line or the field', (_, wrong, code, message) => {
    expect(() => decodeRatePrior(wrong, 'p.json')).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) as unknown }),
    );
  });

  it.each([
    ['a kind twice', { kinds: ['constant', 'constant'] }, /families\.0\.kinds: .*twice/],
    ['a covariance that is none', { covariance: [1, 2, 1] }, /families\.0\.covariance: .*positive definite/],
  ])('is refused with %s, however well it is sealed', (_, changes, message) => {
    const family = { delegate: 'builtin', precision: 'float32', scenarios: 1 } as const;
    const numbers = { kinds: ['constant', 'macs'], mean: [0, 0], covariance: [1, 0, 1] };
    const text = (changed: Partial<typeof numbers>) =>
      encodeRatePrior({
        ...{ name: 'p', devices: [], madeFrom: [] },
        families: [{ ...family, ...numbers, ...changed }],
      });
    expect(() => decodeRatePrior(text({}), 'p.json')).not.toThrow();
    expect(() => decodeRatePrior(text(changes), 'p.json')).toThrow(message);
  });

  it('comes with this package for CPUs of both precisions and GPUs, and is whole', async () => {
    const file = 'configs/priors/phones.json';
    const shipped = decodeRatePrior(
      await readFile(new URL(`../../../${file}`, import.meta.url), 'utf8'),
      file,
    );
    expect(shipped.families.map(({ delegate, precision }) => `${delegate} ${precision}`)).toEqual([
      'builtin float32',
      'builtin int8',
      'gpu float16',
    ]);
  });
});
