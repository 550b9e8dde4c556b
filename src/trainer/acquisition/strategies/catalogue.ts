import { strategyNames, type StrategyName } from '../../../records/strategies.js';
import { trainerError } from '../../errors.js';
import { combined } from './combined.js';
import { coverage } from './coverage.js';
import { ensembleVariance } from './ensemble-variance.js';
import { errorDriven } from './error-driven.js';
import { networkVariance } from './network-variance.js';
import { processVariance } from './process-variance.js';
import { randomChoice } from './random-choice.js';
import { latinHypercube, lowDiscrepancy } from './space-filling.js';
import type { Strategy } from './strategy.js';

export { strategyNames };

/** How many candidates `combined` chooses by coverage where nothing else is said. */
export const defaultSeedSize = 25;

/** Between counting configurations and counting phone time: chosen by playback on both development phones. */
const defaultCostExponent = 0.25;

const makers = {
  combined: (seedSize: number) => combined({ seedSize, costExponent: defaultCostExponent }),
  'combined-by-cost': (seedSize: number) => combined({ seedSize, costExponent: 0.5 }),
  random: randomChoice,
  'latin-hypercube': latinHypercube,
  'low-discrepancy': lowDiscrepancy,
  coverage: () => coverage({ costExponent: 0 }),
  'coverage-by-cost': () => coverage({ costExponent: 0.5 }),
  'gp-variance': processVariance,
  'network-variance': () => networkVariance({ costExponent: 0 }),
  'ensemble-variance': ensembleVariance,
  'error-driven': errorDriven,
} as const satisfies Readonly<Record<StrategyName, (seedSize: number) => Strategy>>;

/** A strategy by name. Throws STRATEGY_UNKNOWN, which lists the names, for any other. */
export function strategyNamed(name: string, seedSize: number = defaultSeedSize): Strategy {
  const known = strategyNames.find((candidate) => candidate === name);
  if (known === undefined) {
    throw trainerError(
      'STRATEGY_UNKNOWN',
      `There is no strategy ${name}: choose ${strategyNames.join(', ')}.`,
      {
        details: { name },
      },
    );
  }
  return { ...makers[known](seedSize), name: known };
}
