import { networkShares } from '../surface/network-shares.js';
import { NetworkSums } from '../surface/network-sums.js';
import { Posterior } from '../surface/posterior.js';
import { chooseGreedily, type Strategy } from './strategy.js';
import { coverage } from './coverage.js';

export interface NetworkVarianceOptions {
  /** Gains are divided by the cost to this power: 0 counts configurations, 1 phone time. */
  readonly costExponent: number;
}

/**
 * What makes whole networks' times surest: the fall of the variance of their relative error, mean over the networks of the pool,
 * that a measurement brings (expected error reduction in closed form: Cohn, Ghahramani, Jordan 1996, for sums). Each
 * choice is taken for measured before the next, which keeps a batch diverse. Coverage before anything was measured.
 */
export function networkVariance({ costExponent }: NetworkVarianceOptions): Strategy {
  return {
    name: 'network-variance',
    chooseBatch: (state, batchSize, random) => {
      if (state.surface === undefined)
        return coverage({ costExponent }).chooseBatch(state, batchSize, random);
      const posterior = new Posterior(state.surface, state.pool);
      const sums = new NetworkSums(networkShares(state.pool, state.latenciesUs), posterior);
      for (const candidate of state.inFlight) sums.condition(candidate);
      return chooseGreedily(
        state,
        batchSize,
        (candidate) => sums.gain(candidate) / (state.costs[candidate] as number) ** costExponent,
        (candidate) => sums.condition(candidate),
      );
    },
  };
}
