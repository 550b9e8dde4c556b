import { describe, expect, it } from 'vitest';

import { runQueueName } from '../../../src/records/run.js';
import { poolKey, poolKeyOfCores } from '../../../src/worker/phones/pools.js';

const pixel4 = {
  deviceModel: 'Pixel 4',
  socModel: 'SM8150',
  buildFingerprint: 'google/flame/flame:13/TP1A/1:user',
};

describe('poolKey', () => {
  it('has another key for phones of the same software with other cores', () => {
    const [first, second] = ['small:0 large:1', 'large:1'].map((cores) =>
      poolKeyOfCores(poolKey(pixel4), cores),
    );
    expect(first).not.toBe(second);
    expect(first).toMatch(/^pixel-4-sm8150-[0-9a-f]{8}-[0-9a-f]{8}$/);
  });

  it('is readable, and ends with a hash of the build', () => {
    expect(poolKey(pixel4)).toMatch(/^pixel-4-sm8150-[0-9a-f]{8}$/);
  });

  it('differs between two builds of one device model', () => {
    expect(poolKey({ ...pixel4, buildFingerprint: 'other' })).not.toBe(poolKey(pixel4));
  });

  it('makes queue names without colons, whatever the phone calls itself', () => {
    expect(runQueueName(poolKey({ ...pixel4, deviceModel: ' A:B/С ü ', socModel: '' }))).toMatch(
      /^runs\.[a-z0-9-]+$/,
    );
  });
});
