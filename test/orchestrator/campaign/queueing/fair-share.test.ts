import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { shareQueue } from '../../../../src/orchestrator/campaign/queueing/fair-share.js';
import type { PoolClaim } from '../../../../src/orchestrator/campaign/queueing/fair-share.js';

const claim = (campaignId: string, runs: number, more: Partial<PoolClaim> = {}): PoolClaim => ({
  campaignId,
  priority: 100,
  servedMs: 0,
  queuedMs: 0,
  runMs: 1000,
  runsPerJob: 1,
  waiting: Array.from({ length: runs }, (_, index) => ({
    id: `${campaignId}${index}`,
    scenarioKey: 's',
    poolKey: 'p',
  })),
  ...more,
});

const order = (claims: readonly PoolClaim[], windowMs: number) =>
  shareQueue(claims, windowMs)
    .flatMap(({ job }) => job.runIds)
    .join(' ');

describe('the queue of a pool', () => {
  it('is filled no further than its window', () => {
    expect(order([claim('a', 100)], 3000)).toBe('a0 a1 a2');
    expect(order([claim('a', 100, { queuedMs: 2000 })], 3000)).toBe('a0');
    expect(order([claim('a', 100, { queuedMs: 3000 })], 3000)).toBe('');
  });

  it('takes turns between campaigns of equal priority, however large they are', () => {
    expect(order([claim('a', 100), claim('b', 3)], 8000)).toBe('a0 b0 a1 b1 a2 b2 a3 a4');
  });

  it('lets a campaign catch up that was served less', () => {
    expect(order([claim('a', 100, { servedMs: 2500 }), claim('b', 100)], 5000)).toBe('b0 b1 b2 a0 b3');
  });

  it('shares phone time, not runs', () => {
    expect(order([claim('a', 100, { runMs: 3000 }), claim('b', 100)], 12_000)).toBe(
      'a0 b0 b1 b2 a1 b3 b4 b5',
    );
  });

  it('gives nothing to a lower priority before a higher one has all it wants', () => {
    const claims = [claim('a', 100), claim('b', 2, { priority: 0 })];
    expect(order(claims, 4000)).toBe('b0 b1 a0 a1');
    expect(order(claims, 2000)).toBe('b0 b1');
  });

  it('is open to a higher priority even when lower ones have filled it', () => {
    expect(order([claim('a', 100, { queuedMs: 9000 }), claim('b', 2, { priority: 0 })], 3000)).toBe('b0 b1');
  });

  it('never lets two hungry campaigns of equal priority come further apart than one job', () => {
    const sizes = fc.record({
      runMs: fc.integer({ min: 50, max: 9000 }),
      runsPerJob: fc.integer({ min: 1, max: 8 }),
    });
    fc.assert(
      fc.property(sizes, sizes, fc.integer({ min: 1000, max: 90_000 }), (first, second, windowMs) => {
        const claims = [claim('a', 2000, first), claim('b', 2000, second)];
        const servedMs = (id: string, { runMs }: { runMs: number }) =>
          runMs *
          shareQueue(claims, windowMs)
            .filter(({ campaignId }) => campaignId === id)
            .reduce((sum, { job }) => sum + job.runIds.length, 0);
        const apart = Math.abs(servedMs('a', first) - servedMs('b', second));
        expect(apart).toBeLessThanOrEqual(
          Math.max(first.runMs * first.runsPerJob, second.runMs * second.runsPerJob),
        );
      }),
    );
  });
});
