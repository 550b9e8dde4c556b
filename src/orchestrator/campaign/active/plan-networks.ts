import { campaignSample } from '../plan/campaign-sample.js';
import type { NetworkName } from '../samples/candidates.js';
import type { PlannedRound } from './plan-round.js';

/** A network that is wanted whole, and what measuring it is thought to cost. */
export interface WantedNetwork extends NetworkName {
  readonly costMs: number;
}

/** Networks to measure in a round, the most wanted first, as far as the budget pays for them. */
export function planNetworks(wanted: readonly WantedNetwork[], budgetMs: number): PlannedRound {
  const chosen: WantedNetwork[] = [];
  let leftMs = budgetMs;
  for (const network of wanted) {
    if (network.costMs > leftMs) break;
    leftMs -= network.costMs;
    chosen.push(network);
  }
  return {
    units: chosen.map(({ name, precision, costMs }) => ({
      sample: campaignSample(name, { kind: 'architecture', name, precision }),
      reveals: [],
      costMs,
    })),
    choices: [],
    architectures: chosen.map(({ name }) => name),
    expectedCostMs: budgetMs - leftMs,
    cutShort: chosen.length < wanted.length,
  };
}
