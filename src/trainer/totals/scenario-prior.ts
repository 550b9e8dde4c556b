import type { TableScenario } from '../../exchange/published/table-scenario.js';
import { commonRates, type CommonRates } from '../../learning/rates/common-rates.js';
import type { RateBelief } from '../../learning/rates/rate-belief.js';
import { rateTransfer } from '../../learning/rates/transfer-rates.js';
import { priorRates, spreadCovariance, type RateSpread } from '../../predictor/work/rate-priors.js';
import { scenarioSimilarity } from './core-similarity.js';
import { measuredTotals, type LearnedTotal } from './fit-totals.js';

/** A scenario that is known: whole networks of it were measured. */
export interface KnownScenario extends TableScenario {
  readonly totals: readonly LearnedTotal[];
}

/** How far scenarios are taken to be apart before any are seen, and how many seen ones that is worth. */
const betweenScenarios: RateSpread = { own: 0.25, group: 0.3, all: 0.6 };
const worth = 3;
const rounds = 3;
const degreesOfFreedom = 4;

/**
 * What known scenarios say of one that is not: the same kinds of work (`names`) at like rates, the more so the more alike the scenarios are.
 * Without any, what is believed of all processors.
 */
export function scenarioPriors(
  names: readonly string[],
  known: readonly KnownScenario[],
): (scenario: TableScenario) => RateBelief {
  const prior = priorRates(names);
  if (known.length === 0) return () => prior;
  const common = commonOfScenarios(names, known);
  const alike = known.flatMap((a) => known.map((b) => scenarioSimilarity(a, b)));
  const transfer = rateTransfer(common, Float64Array.from(alike));
  return (scenario) => transfer(Float64Array.from(known, (each) => scenarioSimilarity(each, scenario)));
}

/** What known scenarios have in common, and each by itself under that. */
export function commonOfScenarios(names: readonly string[], known: readonly KnownScenario[]): CommonRates {
  return commonRates(
    known.map(({ totals }) => measuredTotals(names, totals)),
    {
      prior: priorRates(names),
      between: { covariance: spreadCovariance(names, betweenScenarios), worth },
      rounds,
      degreesOfFreedom,
    },
  );
}
