import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { configurationHash } from '../../../src/graph/index.js';
import { countsPerOperation, sampleSearchSpace } from '../../../src/orchestrator/sampling/sampler.js';
import { parseSearchSpace } from '../../../src/orchestrator/search-space/search-space.js';

const text = (constraint = 'height > 0', design = 'sobol') => `
name: example
design: ${design}
operations:
  - name: conv
    operator: CONV_2D
    share: 3
    parameters:
      height: { logInteger: [4, 32] }
      channels: { logInteger: [4, 64] }
      filters: { logInteger: [4, 64] }
      kernel: { choice: [1, 3] }
    constraints: ["${constraint}"]
  - name: relu
    operator: RELU
    parameters: { height: { integer: [1, 3] }, channels: { integer: [1, 2] } }
`;
const space = (...options: Parameters<typeof text>) => parseSearchSpace(text(...options), 'example.yaml');

describe.each(['sobol', 'latin-hypercube'])('sampling a space by a %s design', (design) => {
  it('gives the same samples for the same seed, other ones for another', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const hashes = (with_: number) =>
          sampleSearchSpace(space('height > 0', design), { conv: 12 }, with_).map(({ hash }) => hash);
        expect(hashes(seed)).toEqual(hashes(seed));
        expect(hashes(seed)).not.toEqual(hashes(seed + 1));
      }),
      { numRuns: 10 },
    );
  });

  it('never gives a configuration twice, even when it has to draw every one there is', () => {
    const samples = sampleSearchSpace(space('height > 0', design), { relu: 6 }, 5);
    expect(new Set(samples.map(({ configuration }) => configurationHash(configuration))).size).toBe(6);
  });
});

describe('sampling a space', () => {
  it('keeps to the constraints', () => {
    for (const { configuration } of sampleSearchSpace(space('height * channels <= 128'), { conv: 40 }, 1)) {
      const [, height = 0, , channels = 0] = configuration.inputs[0]?.shape ?? [];
      expect(height * channels).toBeLessThanOrEqual(128);
    }
  });

  it('begins with the samples of a smaller count', () => {
    const hashes = (count: number) => sampleSearchSpace(space(), { conv: count }, 9).map(({ hash }) => hash);
    expect(hashes(40).slice(0, 15)).toEqual(hashes(15));
  });

  it('shares a total out by the shares of the operations', () => {
    expect(Object.fromEntries(countsPerOperation(space(), 8))).toEqual({ conv: 6, relu: 2 });
    expect(Object.fromEntries(countsPerOperation(space(), 9))).toEqual({ conv: 7, relu: 2 });
  });

  it('refuses a space without a possible configuration, after a bounded number of tries', () => {
    expect(() => sampleSearchSpace(space('height > 100'), { conv: 1 }, 1)).toThrow(
      expect.objectContaining({
        code: 'SEARCH_SPACE_EMPTY',
        details: expect.objectContaining({ operation: 'conv' }) as object,
      }),
    );
  });

  it('refuses to give more configurations than there are', () => {
    expect(() => sampleSearchSpace(space(), { relu: 7 }, 1)).toThrow(
      expect.objectContaining({
        code: 'SEARCH_SPACE_EXHAUSTED',
        message: expect.stringContaining('gave 6') as string,
      }),
    );
  });

  it('refuses counts for operations that the space does not have', () => {
    expect(() => sampleSearchSpace(space(), { relu6: 7 }, 1)).toThrow(
      expect.objectContaining({ code: 'SAMPLE_COUNT_UNKNOWN_OPERATION' }),
    );
  });
});
