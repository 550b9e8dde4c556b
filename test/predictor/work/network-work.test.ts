import { describe, expect, it } from 'vitest';

import { architectureNames, buildArchitecture } from '../../../src/graph/index.js';
import { networkWork } from '../../../src/predictor/work/network-work.js';
import { priorRates } from '../../../src/predictor/work/rate-priors.js';

const builtin = { delegate: 'builtin', runtimeVersion: '2.10' } as const;

describe('the work of a network', () => {
  it.each(architectureNames())('is finite, above 0 and has a rate: %s', (name) => {
    const work = networkWork(buildArchitecture(name), builtin);
    expect(Object.values(work).every((amount) => Number.isFinite(amount) && amount > 0)).toBe(true);
    expect(priorRates(Object.keys(work)).mean.every(Number.isFinite)).toBe(true);
  });

  it('counts matrix products as the kernel pads them, grouped convolutions apart', () => {
    const resnet = networkWork(buildArchitecture('resnet18'), builtin);
    const resnext = networkWork(buildArchitecture('resnext26_32x4d'), builtin);
    // 3×3 convolutions of stride 1: 4 + 3 + 3 + 3 of 64·64·9·56² MACs each, 56² and 28² pixels are whole blocks
    // of 8, 14² are padded to 200 and 7² to 56.
    const each = 64 * 64 * 9 * 56 ** 2;
    expect(resnet['macs 3×3']).toBeCloseTo(each * (4 + 3 + 3 * (200 / 196) + 3 * (56 / 49)), -3);
    expect(resnet['grouped macs']).toBeUndefined();
    expect(resnext['grouped macs']).toBeGreaterThan(0);
  });

  it('reads the weights of a product with one pixel once, without padding it to a block', () => {
    const seresnet = networkWork(buildArchitecture('seresnet10'), builtin);
    const resnet = networkWork(buildArchitecture('resnet10'), builtin);
    // Each of four stages has one block; its channels are squeezed to a sixteenth and back.
    const squeezes = [64, 128, 256, 512].reduce((sum, channels) => sum + 2 * channels * (channels / 16), 0);
    expect((seresnet['vector weights'] ?? 0) - (resnet['vector weights'] ?? 0)).toBe(squeezes);
    expect(seresnet['macs 1×1']).toBe(resnet['macs 1×1']);
  });

  it('takes elements of batched products at an element’s rate, not each for an operation', () => {
    const work = networkWork(buildArchitecture('vit-base-patch32-384'), builtin);
    const names = Object.keys(work);
    const { mean } = priorRates(names);
    const us = names.map((name, index) => (work[name] ?? 0) * Math.exp(mean[index] ?? 0));
    const largest = names[us.indexOf(Math.max(...us))];
    expect(largest).toBe('macs fully connected');
  });

  it.each(['cvt-13', 'mit-b0', 'mobilevit-small'])(
    'counts the depthwise convolutions of %s as the grouped ones that its model writes',
    (name) => {
      const kinds = Object.keys(networkWork(buildArchitecture(name), builtin));
      expect(kinds).toContain('grouped macs');
      expect(kinds.filter((kind) => kind.startsWith('depthwise'))).toEqual([]);
    },
  );

  it('counts means over rows of integers apart: their kernel goes element by element', () => {
    const kindsOf = (precision: 'float32' | 'int8') =>
      Object.keys(networkWork(buildArchitecture('mit-b0', { precision }), builtin));
    const means = (kinds: readonly string[]) => kinds.filter((kind) => /^MEAN of .*rows$/.test(kind));
    expect(means(kindsOf('float32'))).toEqual(['MEAN of rows']);
    expect(means(kindsOf('int8'))).toEqual(['MEAN of integer rows']);
  });

  it('is counted by the kernels of its GPU where a GPU executes it', () => {
    const graph = buildArchitecture('resnet18');
    const target = { delegate: 'gpu', runtimeVersion: '2.10' } as const;
    const adreno = networkWork(graph, { ...target, gpu: 'adreno640' });
    const mali = networkWork(graph, { ...target, gpu: 'mali-g76' });
    expect(Object.keys(mali).some((kind) => kind.includes('winograd'))).toBe(true);
    expect(Object.keys(adreno).some((kind) => kind.includes('winograd'))).toBe(false);
    expect(adreno['kernels']).toBeGreaterThan(20);
  });
});
