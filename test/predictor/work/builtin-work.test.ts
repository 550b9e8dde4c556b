import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { addBuiltinWork } from '../../../src/predictor/work/builtin-work.js';
import { WorkSum, type Work } from '../../../src/predictor/work/work.js';

type Precision = 'float32' | 'int8' | 'uint8' | 'int16';

interface Window {
  readonly size: number;
  readonly channels: number;
  readonly filters: number;
  readonly window: number;
  readonly stride: 1 | 2;
  readonly groups?: number;
}

/** Work of a convolution with SAME padding of a square map. */
function convolutionWork(
  { size, channels, filters, window, stride, groups = 1 }: Window,
  type: Precision,
): Work {
  const sum = new WorkSum();
  addBuiltinWork(
    {
      operator: 'CONV_2D',
      attributes: {
        ...{ padding: 'SAME', strideHeight: stride, strideWidth: stride, fusedActivation: 'NONE' },
        ...{ dilationHeight: 1, dilationWidth: 1 },
      },
      inputs: [
        { shape: [1, size, size, channels], type, constant: false },
        { shape: [filters, window, window, channels / groups], type, constant: true },
        { shape: [filters], type: type === 'float32' ? 'float32' : 'int32', constant: true },
      ],
    },
    sum,
  );
  return sum.work();
}

const upTo = (most: number) => fc.integer({ min: 1, max: most });
const stride = fc.constantFrom(1 as const, 2 as const);
const anyWindow = fc.record({
  ...{ size: fc.integer({ min: 4, max: 250 }), channels: upTo(300), filters: upTo(300) },
  ...{ window: fc.constantFrom(1, 3, 5, 7), stride },
});

describe('the work of a convolution', () => {
  it('counts what int8 is padded with to 16 terms of each result, and nothing of float32', () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const [whole, integer] = [convolutionWork(window, 'float32'), convolutionWork(window, 'int8')];
        const macs = Object.entries(integer).find(
          ([kind]) => kind.startsWith('macs') && kind !== 'macs of padding',
        );
        const terms = window.window ** 2 * window.channels;
        const padding = ((macs?.[1] ?? 0) * (Math.ceil(terms / 16) * 16 - terms)) / terms;
        expect(integer['macs of padding'] ?? 0).toBeCloseTo(padding, 3);
        expect(whole['macs of padding']).toBeUndefined();
        expect(whole[macs?.[0] ?? '']).toBe(macs?.[1]);
      }),
    );
  });

  it('is the same for integers of eight bits with a sign and without', () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        expect(convolutionWork(window, 'uint8')).toEqual(convolutionWork(window, 'int8'));
      }),
    );
  });

  it('counts once more of a map what a mebibyte does not hold, by the bytes of an element', () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const pixels = Math.ceil(window.size / window.stride) ** 2;
        const elements = pixels * window.window ** 2 * window.channels;
        for (const [precision, held] of [
          ['float32', 2 ** 18],
          ['int16', 2 ** 19],
          ['int8', 2 ** 20],
        ] as const) {
          const uncached = convolutionWork(window, precision)['uncached product inputs'] ?? 0;
          expect(uncached).toBe(Math.max(0, elements - held));
        }
      }),
    );
  });

  it('tells the windows of 3×3 that are gathered two pixels apart from those that overlap more', () => {
    const map = { size: 56, channels: 64, filters: 64, window: 3 };
    const [near, apart] = [1, 2].map((each) => convolutionWork({ ...map, stride: each as 1 | 2 }, 'float32'));
    expect(near?.['gathered strided inputs']).toBeUndefined();
    expect(apart?.['gathered strided inputs']).toBe(28 ** 2 * 9 * 64);
    expect(apart?.['gathered strided inputs']).toBe(apart?.['gathered inputs']);
  });

  it.each([
    [4, 4],
    [8, 0],
    [24, 0],
    [20, 4],
  ])('over groups of %i channels leaves %i of them beside vectors of eight', (channels, left) => {
    const groups = 8;
    const work = convolutionWork(
      { size: 14, channels: channels * groups, filters: channels * groups, window: 3, stride: 1, groups },
      'int8',
    );
    const outputs = 14 ** 2 * channels * groups;
    expect(work['grouped macs']).toBe(outputs * 9 * channels);
    expect(work['grouped macs beside vectors'] ?? 0).toBe(outputs * 9 * left);
  });

  it('reads once more the weights of a single pixel that caches do not keep', () => {
    const pixel = { size: 1, window: 1, stride: 1 as const };
    const few = convolutionWork({ ...pixel, channels: 512, filters: 128 }, 'int8');
    const many = convolutionWork({ ...pixel, channels: 1024, filters: 1000 }, 'int8');
    expect(few['uncached vector weights']).toBeUndefined();
    expect(many['uncached vector weights']).toBe(1_024_000 - 250_000);
  });
});

describe('the work of a depthwise convolution', () => {
  it('is as many times as much as there are maps in a batch', () => {
    const workOf = (batch: number) => {
      const sum = new WorkSum();
      addBuiltinWork(
        {
          operator: 'DEPTHWISE_CONV_2D',
          attributes: {
            ...{ padding: 'SAME', strideHeight: 1, strideWidth: 1, fusedActivation: 'NONE' },
            ...{ dilationHeight: 1, dilationWidth: 1, depthMultiplier: 1 },
          },
          inputs: [
            { shape: [batch, 14, 14, 32], type: 'float32', constant: false },
            { shape: [1, 3, 3, 32], type: 'float32', constant: true },
            { shape: [32], type: 'float32', constant: true },
          ],
        },
        sum,
      );
      return sum.work();
    };
    const once = ['operations', 'depthwise convolutions'];
    const expected = Object.entries(workOf(1)).map(([kind, amount]) => [
      kind,
      once.includes(kind) ? amount : 3 * amount,
    ]);
    expect(workOf(3)).toEqual(Object.fromEntries(expected));
  });
});
