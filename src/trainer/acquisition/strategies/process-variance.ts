import { Posterior } from '../surface/posterior.js';
import { chooseGreedily, type Strategy } from './strategy.js';
import { coverage } from './coverage.js';

/**
 * Where the Gaussian process knows least, weighted by the square root of the latency, so that what takes long counts more. Each
 * choice is taken for measured before the next, which keeps a batch diverse. Coverage before anything was measured.
 */
export function processVariance(): Strategy {
  return {
    name: 'gp-variance',
    chooseBatch: (state, batchSize, random) => {
      if (state.surface === undefined)
        return coverage({ costExponent: 0 }).chooseBatch(state, batchSize, random);
      const posterior = new Posterior(state.surface, state.pool);
      for (const candidate of state.inFlight) posterior.condition(candidate);
      return chooseGreedily(
        state,
        batchSize,
        (candidate) => Math.sqrt((state.latenciesUs[candidate] as number) * posterior.variance(candidate)),
        (candidate) => posterior.condition(candidate),
      );
    },
  };
}
