import type { Random } from '../../../learning/random/random.js';
import { rankedPrincipalAxes } from '../surface/principal-axes.js';
import { freeCandidates, type Strategy } from './strategy.js';

const axisCount = 4;

/** Points of the unit cube, one a call. */
type Design = () => readonly number[];

/**
 * A Latin hypercube of the batch's size over the pool: each of its points calls for the nearest candidate that is free (McKay,
 * Beckman, Conover 1979).
 */
export function latinHypercube(): Strategy {
  return spaceFilling('latin-hypercube', (batchSize, _done, random) => {
    const slices = Array.from({ length: batchSize }, (_, slice) => slice);
    const orders = Array.from({ length: axisCount }, () => random.shuffle(slices));
    let next = 0;
    return () => {
      const place = next++;
      return orders.map((order) => ((order[place] ?? 0) + random.uniform()) / batchSize);
    };
  });
}

/**
 * A sequence of low discrepancy over the pool, which goes on from batch to batch, and from which each point calls for the
 * nearest candidate that is free: the additive recurrence by powers of the generalised golden ratio, the root of
 * x⁵ = x + 1 for four axes (Roberts 2018), where a Sobol sequence would need tables.
 */
export function lowDiscrepancy(): Strategy {
  const ratio = generalisedGoldenRatio(axisCount);
  const steps = Array.from({ length: axisCount }, (_, axis) => ratio ** -(axis + 1));
  return spaceFilling('low-discrepancy', (_batchSize, done) => {
    let next = done;
    return () => {
      const place = ++next;
      return steps.map((step) => (0.5 + step * place) % 1);
    };
  });
}

function spaceFilling(
  name: string,
  designOf: (batchSize: number, done: number, random: Random) => Design,
): Strategy {
  return {
    name,
    chooseBatch: (state, batchSize, random) => {
      const axes = rankedPrincipalAxes(state.pool.points, axisCount);
      const design = designOf(batchSize, state.measured.length + state.inFlight.length, random);
      const free = new Set(freeCandidates(state));
      const chosen: number[] = [];
      while (chosen.length < batchSize && free.size > 0) {
        const point = design();
        const distance = (candidate: number) =>
          axes.reduce(
            (sum, axis, index) => sum + ((axis[candidate] as number) - (point[index] ?? 0)) ** 2,
            0,
          );
        const nearest = [...free].reduce((best, each) => (distance(each) < distance(best) ? each : best));
        free.delete(nearest);
        chosen.push(nearest);
      }
      return chosen;
    },
  };
}

function generalisedGoldenRatio(dimensions: number): number {
  let ratio = 2;
  for (let iteration = 0; iteration < 50; iteration++) ratio = (1 + ratio) ** (1 / (dimensions + 1));
  return ratio;
}
