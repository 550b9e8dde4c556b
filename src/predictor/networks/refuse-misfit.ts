import { misfitReason, precisionOfGraph, type Graph } from '../../graph/index.js';
import { PredictorError } from '../errors.js';
import type { LoadedRelease } from '../releases/release.js';

/**
 * Refuses a network of another precision than a release's, or than that of a scenario: its kernels are others than those that were
 * learned. A predictor does not look itself, for it answers thousands of networks a second, of a search space that has one precision.
 * Throws PredictorError NETWORK_PRECISION_MISFIT with the scenario that would fit.
 */
export function refuseMisfit(
  graph: Graph,
  name: string,
  { scenario, scenarioKey }: Pick<LoadedRelease, 'scenario' | 'scenarioKey'>,
): void {
  const network = precisionOfGraph(graph);
  const reason = misfitReason(network, scenario, scenarioKey);
  if (reason === undefined) return;
  throw new PredictorError('NETWORK_PRECISION_MISFIT', `${name} ${reason}`, {
    details: { stored: network.stored, scenario: scenarioKey },
  });
}
