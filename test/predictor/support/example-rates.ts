import { NetworkRates, wholeNetworks, type RateFacts } from '../../../src/predictor/rates/network-rates.js';
import { priorRates } from '../../../src/predictor/work/rate-priors.js';

/** Rates of a few kinds of work as one believes them of any processor; as the first programs wrote them where nothing else is said. */
export function exampleRates(changes: Partial<RateFacts> = {}): NetworkRates {
  const kinds = ['constant', 'operations', 'macs 1×1', 'depthwise macs 3×3'];
  const { mean, covariance } = priorRates(kinds);
  const facts: RateFacts = {
    ...{ kernelGroup: wholeNetworks, learner: 'rates', kinds, measuredKinds: kinds },
    ...{ leftUnexplained: 0.02, scale: 2, coverage: 0.9, trainingSetHash: 'f'.repeat(64), trainingRows: 20 },
    ...{ metrics: {}, seed: 1, codeVersion: '0.1.0' },
    ...changes,
  };
  return new NetworkRates(facts, mean, covariance);
}
