import { describe, expect, it } from 'vitest';

import { fitLaplaceProcess } from '../../../src/learning/gaussian-process/laplace-process.js';
import { randomFromSeed } from '../../../src/learning/index.js';

const random = randomFromSeed(7);
const points = Array.from({ length: 60 }, () =>
  Array.from({ length: 6 }, () => (random.uniform() < 0.5 ? 0 : 1)),
);
const told = (point: readonly number[]) => 0.3 * (point[0] ?? 0) * (point[1] ?? 0) - 0.2 * (point[2] ?? 0);

describe('a process over points that differ in many small things', () => {
  it('learns what coordinates do together', () => {
    const half = points.slice(0, 40);
    const process = fitLaplaceProcess(half, Float64Array.from(half, told));
    const unseen = points.slice(40);
    const spread = Math.hypot(...unseen.map(told)) / Math.sqrt(unseen.length);
    const off = Math.hypot(...unseen.map((point) => told(point) - process.at(point).mean));
    expect(off / Math.sqrt(unseen.length)).toBeLessThan(spread / 3);
  });

  it('takes values without a pattern for noise, and says how large it is', () => {
    const noise = Float64Array.from(points, () => random.uniform() - 0.5);
    const process = fitLaplaceProcess(points, noise);
    const { mean, variance } = process.at([0.5, 0.5, 0.5, 0.5, 0.5, 0.5]);
    expect(Math.abs(mean)).toBeLessThan(0.2);
    expect(variance).toBeGreaterThan(1 / 12 / 2);
    expect(variance).toBeLessThan((1 / 12) * 2);
  });

  it('is sure of nothing left where all values are 0', () => {
    expect(fitLaplaceProcess(points, new Float64Array(points.length)).at([0, 0, 0, 0, 0, 0])).toEqual({
      mean: 0,
      variance: 0,
    });
  });
});
