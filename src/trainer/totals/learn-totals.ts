import { chooseTotals } from '../../learning/rates/choose-totals.js';
import type { RateBelief } from '../../learning/rates/rate-belief.js';
import { mean } from '../../learning/validation/averages.js';
import { normalQuantile90 } from '../../learning/validation/quantiles.js';
import type { RateModel } from '../../predictor/rates/rate-model.js';
import type { HeldOutError } from '../material/measured-networks.js';
import { doubtedTotals, type DoubtedTotal } from './doubted-totals.js';
import {
  fitTotals,
  leftUnexplained,
  measuredTotals,
  noiseOf,
  type LearnedTotal,
  type PredictedTotal,
} from './fit-totals.js';
import { errorOf, heldOutFamilies, scaleOf, type HeldOut } from './held-out-families.js';
import type { DescribedNetwork } from './network-work.js';

export interface TotalsModel {
  /** What a release ships: it answers as {@link predict} does for networks without traits. */
  readonly rates: RateModel;
  /** Names of the networks learned from. */
  readonly learnedFrom: readonly string[];
  /** Totals that contradict all others and the prior: not learned from. */
  readonly doubted: readonly DoubtedTotal[];
  /** The networks learned from, each predicted by other families of them. */
  readonly heldOut: readonly HeldOutError[];
  /** Mean error of the networks learned from, each predicted by other families of them, relative; absent where there is only one. */
  readonly heldOutError?: number;
  readonly predict: (network: DescribedNetwork) => PredictedTotal;
}

/** Where fewer totals are known, how far predictions are off is not seen: it is taken to be normal. */
const fewestToCalibrate = 16;

/** So many networks are chosen by the prior alone: after a few, rates are known to a fraction of what they were. */
const firstChosen = 5;

/**
 * The totals that are worth measuring: the first few by what the prior leaves open, and all others by what those leave open, as rounds of a
 * campaign choose; all where there are no more than the budget.
 */
export function chosenTotals(
  totals: readonly LearnedTotal[],
  prior: RateBelief,
  budget: number,
): readonly LearnedTotal[] {
  if (budget >= totals.length) return totals;
  const first = mostTeaching(totals, prior, Math.min(budget, firstChosen));
  if (first.length === budget) return first;
  const { belief } = fitTotals(first, prior).at(normalQuantile90).rates;
  const others = totals.filter((total) => !first.includes(total));
  return [...first, ...mostTeaching(others, belief, budget - first.length)];
}

function mostTeaching(totals: readonly LearnedTotal[], belief: RateBelief, count: number): LearnedTotal[] {
  const { rows } = measuredTotals(belief.names, totals);
  return chooseTotals(belief, rows, count, { noise: leftUnexplained }).map(
    (index) => totals[index] as LearnedTotal,
  );
}

/**
 * Learns the rates of a scenario from whole networks' times. `heldOut`: the same totals as they were held out under the prior, where that was
 * done before. Throws LEARNER_INPUT_INVALID for times that are not above 0.
 */
export function learnTotals(
  totals: readonly LearnedTotal[],
  prior: RateBelief,
  heldOut: readonly HeldOut[] = heldOutFamilies(totals, prior),
): TotalsModel {
  const all = totals.length < fewestToCalibrate ? undefined : fitTotals(totals, prior);
  const doubted = all === undefined ? doubtedOfFew(totals, prior) : all.doubted;
  const wrong = new Set(doubted.map(([total]) => total));
  const trusted = totals.filter((total) => !wrong.has(total));
  const scale = heldOut.length < fewestToCalibrate ? normalQuantile90 : scaleOf(heldOut);
  const isAll = wrong.size === 0 || trusted.length === 0;
  const fitted = isAll ? (all ?? fitTotals(totals, prior)) : fitTotals(trusted, prior);
  const judged = isAll ? heldOut : heldOutFamilies(trusted, prior);
  return {
    ...fitted.at(scale),
    learnedFrom: trusted.map(({ network }) => network),
    doubted: doubted.map(([, doubt]) => doubt),
    heldOut: judged.map(errorOf),
    ...(judged.length > 0 && { heldOutError: mean(judged.map(({ error }) => error)) }),
  };
}

/** Of few totals a fit goes near all, wrong ones too: each is held against what the others say. */
function doubtedOfFew(totals: readonly LearnedTotal[], prior: RateBelief) {
  return doubtedTotals(totals, noiseOf, (others) => {
    const { predict } = fitTotals(others, prior).at(normalQuantile90);
    return (total) => {
      const { us, deviation } = predict(total);
      return { logUs: Math.log(us), deviation };
    };
  });
}
