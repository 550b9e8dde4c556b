import { describe, expect, it } from 'vitest';

import { estimateError } from '../../../../src/trainer/acquisition/round/estimate-error.js';
import { fitLatencySurface } from '../../../../src/trainer/acquisition/surface/latency-surface.js';
import { measuredPool } from '../../../../src/trainer/acquisition/pool/measured-pool.js';
import { syntheticNetworks } from '../../support/synthetic-pool.js';

const { pool, latenciesUs } = measuredPool(syntheticNetworks(20));

function estimateFrom(count: number) {
  const measured = Array.from({ length: count }, (_, index) => {
    const candidate = Math.floor((index * pool.size) / count);
    return { candidate, latencyUs: latenciesUs[candidate] as number };
  });
  const surface = fitLatencySurface(pool, measured);
  const thought = surface.latenciesUs(pool);
  for (const { candidate, latencyUs } of measured) thought[candidate] = latencyUs;
  return { thought, ...estimateError(surface, pool, thought, 5) };
}

/** Mean error of the networks' sums, percent. */
function errorOf(thought: Float64Array): number {
  const errors = pool.networks.map((uses) => {
    const sum = (of: Float64Array) =>
      uses.reduce((total, { candidate, count }) => total + count * (of[candidate] as number), 0);
    return Math.abs(sum(thought) / sum(latenciesUs) - 1);
  });
  return (100 * errors.reduce((sum, error) => sum + error, 0)) / errors.length;
}

describe('the expected error', () => {
  it('falls with what is measured', () => {
    expect(estimateFrom(60).expectedErrorPercent).toBeLessThan(estimateFrom(12).expectedErrorPercent);
    expect(estimateFrom(60).networksWithinPercent).toBeGreaterThan(estimateFrom(12).networksWithinPercent);
  });

  it.each([24, 48])('is near the true one with %i measured', (count) => {
    const { thought, expectedErrorPercent } = estimateFrom(count);
    expect(expectedErrorPercent).toBeGreaterThan(errorOf(thought) / 3);
    expect(expectedErrorPercent).toBeLessThan(3 * errorOf(thought));
  });
});
