import { describe, expect, it } from 'vitest';

import { candidatePool } from '../../../../src/trainer/acquisition/pool/candidate-pool.js';
import { fitLatencySurface } from '../../../../src/trainer/acquisition/surface/latency-surface.js';
import { Posterior } from '../../../../src/trainer/acquisition/surface/posterior.js';
import { GaussianProcess } from '../../../../src/learning/gaussian-process/gaussian-process.js';
import { selectPoints } from '../../../../src/learning/gaussian-process/kernel.js';
import { syntheticCandidates, syntheticUs } from '../../support/synthetic-pool.js';

const candidates = syntheticCandidates(30);
const pool = candidatePool(candidates);
const measured = [1, 4, 9, 16, 25].map((candidate) => ({
  candidate,
  latencyUs: syntheticUs(candidates[candidate] as (typeof candidates)[0]),
}));
const surface = fitLatencySurface(pool, measured);

describe('what is not known', () => {
  it('is, once a candidate is taken for measured, what a process that was told of it does not know', () => {
    const posterior = new Posterior(surface, pool);
    posterior.condition(20);
    const told = [...measured.map(({ candidate }) => candidate), 20];
    const points = selectPoints(pool.points, told);
    const process = new GaussianProcess(surface.process.parameters, points, new Float64Array(told.length));
    const explained = process.explained(pool.points);
    for (const candidate of [0, 7, 20, 29]) {
      const left = explained.reduce(
        (rest, row) => rest - (row[candidate] as number) ** 2,
        process.kernel.variance,
      );
      expect(posterior.variance(candidate)).toBeCloseTo(left, 6);
      expect(posterior.row(candidate)[candidate]).toBeCloseTo(left, 6);
    }
  });

  it('of a sum is the sum of what is not known of its parts', () => {
    const posterior = new Posterior(surface, pool);
    const parts = [
      { candidate: 2, share: 0.3 },
      { candidate: 11, share: 0.7 },
    ];
    const [row = new Float64Array()] = posterior.rowsOfSums([parts]);
    const [first, second] = [posterior.row(2), posterior.row(11)];
    row.forEach((value, index) =>
      expect(value).toBeCloseTo(0.3 * (first[index] ?? NaN) + 0.7 * (second[index] ?? NaN), 9),
    );
  });
});
