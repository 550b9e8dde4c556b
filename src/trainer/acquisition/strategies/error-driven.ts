import { squaredDistance } from '../../../learning/gaussian-process/kernel.js';
import { freeCandidates, type Strategy } from './strategy.js';
import { randomChoice } from './random-choice.js';

/**
 * Sampling again around what is predicted worst, as nn-Meter does (Zhang et al., MobiSys 2021, "adaptive data sampling"): measured
 * candidates are drawn with chances in proportion to how far off the others predict them, and each calls for its nearest
 * neighbour that is still free. By chance alone before anything was measured.
 */
export function errorDriven(): Strategy {
  return {
    name: 'error-driven',
    chooseBatch: (state, batchSize, random) => {
      const { surface, pool } = state;
      if (surface === undefined) return randomChoice().chooseBatch(state, batchSize, random);
      const errors = surface.process.leaveOneOut().error.map(Math.abs);
      const free = new Set(freeCandidates(state));
      const weights = new Float64Array(pool.points.dimensions + 1).fill(1);
      const chosen: number[] = [];
      while (chosen.length < batchSize && free.size > 0) {
        const centre = surface.learned[draw(errors, random.uniform())] as number;
        const distance = (candidate: number) =>
          squaredDistance(weights, pool.points, centre, pool.points, candidate);
        const nearest = [...free].reduce((best, each) => (distance(each) < distance(best) ? each : best));
        free.delete(nearest);
        chosen.push(nearest);
      }
      return chosen;
    },
  };
}

/** The index at which the running sum passes a share of the whole. */
function draw(weights: Float64Array, share: number): number {
  const wanted = share * weights.reduce((sum, weight) => sum + weight, 0);
  let sum = 0;
  const index = weights.findIndex((weight) => (sum += weight) > wanted);
  return index < 0 ? weights.length - 1 : index;
}
