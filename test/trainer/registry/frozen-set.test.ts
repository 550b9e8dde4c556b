import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { isFrozen, splitFrozen } from '../../../src/trainer/registry/frozen-set.js';

const hashes = Array.from({ length: 5_000 }, (_, index) =>
  createHash('sha256').update(String(index)).digest('hex'),
);

describe('the frozen set', () => {
  it('holds about one configuration in ten', () => {
    const frozen = hashes.filter(isFrozen).length;
    expect(frozen).toBeGreaterThan(400);
    expect(frozen).toBeLessThan(600);
  });

  it('keeps all repeats of a configuration on one side', () => {
    const rows = [...hashes, ...hashes].map((configuration) => ({
      kernelGroup: 'CONV_2D',
      configuration,
      features: {},
      latencyUs: 1,
    }));
    const { learn, frozen } = splitFrozen(rows);
    const learned = new Set(learn.map(({ configuration }) => configuration));
    expect(learn.length + frozen.length).toBe(rows.length);
    expect(frozen.filter(({ configuration }) => learned.has(configuration))).toEqual([]);
  });
});
