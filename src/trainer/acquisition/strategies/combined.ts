import type { Strategy } from './strategy.js';
import { coverage } from './coverage.js';
import { networkVariance } from './network-variance.js';

export interface CombinedOptions {
  /** So many candidates are chosen by coverage. */
  readonly seedSize: number;
  readonly costExponent: number;
}

/** Coverage first, until there is enough to learn a Gaussian process from, then what makes networks' times surest. */
export function combined({ seedSize, costExponent }: CombinedOptions): Strategy {
  const seeds = coverage({ costExponent });
  const later = networkVariance({ costExponent });
  return {
    name: 'combined',
    chooseBatch: (state, batchSize, random) => {
      const seedsLeft = Math.max(0, seedSize - state.measured.length - state.inFlight.length);
      const covering = seeds.chooseBatch(state, Math.min(seedsLeft, batchSize), random);
      if (covering.length === batchSize) return covering;
      const after = { ...state, inFlight: [...state.inFlight, ...covering] };
      return [...covering, ...later.chooseBatch(after, batchSize - covering.length, random)];
    },
  };
}
