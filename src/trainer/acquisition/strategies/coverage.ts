import { covariances, Kernel, type Points } from '../../../learning/gaussian-process/kernel.js';
import { believedParameters } from '../../../learning/gaussian-process/fit-parameters.js';
import { importances } from '../surface/network-shares.js';
import { freeCandidates, takenCandidates, type AcquisitionState, type Strategy } from './strategy.js';

export interface CoverageOptions {
  /** Gains are divided by the cost to this power: 0 counts configurations, 1 phone time. */
  readonly costExponent: number;
}

/**
 * Facility location: every candidate is served by the most similar one that is measured, by how much it matters. Greedy, which
 * is within 1 − 1/e of the best (Nemhauser, Wolsey, Fisher 1978), and lazy: gains only fall, so that one that is still the
 * largest after being computed anew need not be compared with the rest (Minoux 1978).
 */
export function coverage({ costExponent }: CoverageOptions): Strategy {
  return {
    name: 'coverage',
    chooseBatch: (state, batchSize) => {
      const served = new Service(state);
      const bounds = new Map(freeCandidates(state).map((candidate) => [candidate, Infinity]));
      const price = (candidate: number) => (state.costs[candidate] as number) ** costExponent;
      const chosen: number[] = [];
      while (chosen.length < batchSize && bounds.size > 0) {
        const best = largestGain(bounds, (candidate) => served.gain(candidate) / price(candidate));
        bounds.delete(best);
        served.add(best);
        chosen.push(best);
      }
      return chosen;
    },
  };
}

/** How well each candidate is served. */
class Service {
  private readonly similarities: Float64Array;
  private readonly weights: Float64Array;
  private readonly best: Float64Array;

  constructor(state: AcquisitionState) {
    const { pool, latenciesUs } = state;
    this.similarities = similarities(pool.points);
    this.weights = importances(pool, latenciesUs);
    this.best = new Float64Array(pool.size);
    for (const candidate of takenCandidates(state)) this.add(candidate);
  }

  gain(candidate: number): number {
    const row = this.rowOf(candidate);
    let gain = 0;
    for (let other = 0; other < row.length; other++) {
      const more = (row[other] as number) - (this.best[other] as number);
      if (more > 0) gain += (this.weights[other] as number) * more;
    }
    return gain;
  }

  add(candidate: number): void {
    const row = this.rowOf(candidate);
    for (let other = 0; other < row.length; other++) {
      this.best[other] = Math.max(this.best[other] as number, row[other] as number);
    }
  }

  private rowOf(candidate: number): Float64Array {
    const size = this.best.length;
    return this.similarities.subarray(candidate * size, (candidate + 1) * size);
  }
}

/** From 0 to 1, 1 for equal points. */
function similarities(points: Points): Float64Array {
  const kernel = new Kernel(believedParameters(points.dimensions));
  return covariances(kernel, points, points).map((value) => value / kernel.variance);
}

/** The key of the largest gain; `bounds` are gains computed before, which have only fallen since, and are brought up to date. */
function largestGain(bounds: Map<number, number>, gainOf: (candidate: number) => number): number {
  let best = -1;
  let bestGain = -Infinity;
  for (const [candidate, bound] of [...bounds].sort(([, a], [, b]) => b - a)) {
    if (bound <= bestGain) break;
    const gain = gainOf(candidate);
    bounds.set(candidate, gain);
    if (best < 0 || gain > bestGain) [best, bestGain] = [candidate, gain];
  }
  return best;
}
