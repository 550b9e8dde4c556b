import { chooseTotals } from '../../learning/rates/choose-totals.js';
import { fitRates, type MeasuredTotals } from '../../learning/rates/fit-rates.js';
import { amountsRow, believedTotal, type RateBelief } from '../../learning/rates/rate-belief.js';
import { conformalQuantile } from '../../learning/validation/quantiles.js';
import type { DescribedNetwork } from './network-work.js';
import { fitResidual, noResidual, type Residual } from './residual.js';

/** A network whose total is known, and what it is. */
export interface LearnedTotal extends DescribedNetwork {
  readonly network: string;
  /** Networks that are judged together: what one of them teaches, it teaches of all. */
  readonly family: string;
  readonly us: number;
  readonly stdUs: number;
}

/** What is told of a network that was not measured. */
export interface PredictedTotal {
  readonly us: number;
  /** 90 % interval, µs. */
  readonly lowUs: number;
  readonly highUs: number;
}

export interface TotalsModel {
  readonly belief: RateBelief;
  /** Names of the networks learned from. */
  readonly learnedFrom: readonly string[];
  /** Networks whose totals contradict all others and the prior: hardly learned from. */
  readonly doubted: readonly string[];
  predict(network: DescribedNetwork): PredictedTotal;
}

/** Noise that a total has beside its repetitions': that rates are not quite constant; relative. */
const leastNoise = 0.02;
/** What is left unexplained of networks unlike those learned from; relative, added to what is not known of the rates. */
const leftUnexplained = 0.04;
/** Student's t has so many degrees of freedom: one total in fifty is far off in the public tables. */
const degreesOfFreedom = 4;
/** A total that lies so many of its standard deviations from the fit is doubted. */
const doubtedBeyond = 5;
/** Two-sided 90 % quantile of the normal distribution, where too few totals are known to see how far predictions are off. */
const normalQuantile = 1.6449;
const fewestToCalibrate = 16;
const coverage = 0.9;

/** Kinds of work that any of the networks has, in alphabetical order. */
export function kindsOfWork(networks: readonly DescribedNetwork[]): string[] {
  return [...new Set(networks.flatMap(({ work }) => Object.keys(work)))].sort();
}

/** The totals as rows of work, in the order of `names`. */
export function measuredTotals(names: readonly string[], totals: readonly LearnedTotal[]): MeasuredTotals {
  return {
    rows: totals.map(({ work }) => amountsRow(names, work)),
    logUs: Float64Array.from(totals, ({ us }) => Math.log(us)),
    noise: Float64Array.from(totals, ({ us, stdUs }) => Math.hypot(leastNoise, stdUs / us / 2)),
  };
}

/** The totals that are worth measuring first, by what the prior leaves open; all where there are no more than the budget. */
export function chosenTotals(
  totals: readonly LearnedTotal[],
  prior: RateBelief,
  budget: number,
): readonly LearnedTotal[] {
  if (budget >= totals.length) return totals;
  const { rows } = measuredTotals(prior.names, totals);
  return chooseTotals(prior, rows, budget, { noise: leftUnexplained }).map(
    (index) => totals[index] as LearnedTotal,
  );
}

/** Learns the rates of a scenario from whole networks' times. Throws LEARNER_INPUT_INVALID for times that are not above 0. */
export function learnTotals(totals: readonly LearnedTotal[], prior: RateBelief): TotalsModel {
  const fitted = fit(totals, prior);
  const scale = totals.length < fewestToCalibrate ? normalQuantile : heldOutScale(totals, prior);
  return {
    belief: fitted.belief,
    learnedFrom: totals.map(({ network }) => network),
    doubted: fitted.doubted,
    predict(network) {
      const { logUs, deviation } = fitted.predict(network);
      const half = scale * deviation;
      return { us: Math.exp(logUs), lowUs: Math.exp(logUs - half), highUs: Math.exp(logUs + half) };
    },
  };
}

interface Fitted {
  readonly belief: RateBelief;
  readonly doubted: readonly string[];
  predict(network: DescribedNetwork): { readonly logUs: number; readonly deviation: number };
}

function fit(totals: readonly LearnedTotal[], prior: RateBelief): Fitted {
  const measured = measuredTotals(prior.names, totals);
  const { belief, residuals } = fitRates(measured, prior, { degreesOfFreedom });
  const residual: Residual = totals.every(({ traits }) => traits !== undefined)
    ? fitResidual(
        totals.map(({ traits = [] }) => traits),
        residuals,
      )
    : noResidual;
  const doubted = totals.filter(
    (_, index) =>
      Math.abs(residuals[index] as number) >
      doubtedBeyond * Math.hypot(leftUnexplained, measured.noise[index] as number),
  );
  return {
    belief,
    doubted: doubted.map(({ network }) => network),
    predict({ work, traits = [] }) {
      const { logUs, variance } = believedTotal(belief, amountsRow(prior.names, work));
      const left = residual.at(traits);
      return {
        logUs: logUs + left.mean,
        deviation: Math.sqrt(variance + (left.variance ?? leftUnexplained ** 2)),
      };
    },
  };
}

/** Most parts that totals are held out in, to see how far predictions are off. */
const mostParts = 8;

/**
 * How many of their standard deviations predictions of networks of other families are off, at the wanted coverage: families are held out in
 * turn, each network counting by one over the root of its family's size.
 */
function heldOutScale(totals: readonly LearnedTotal[], prior: RateBelief): number {
  const parts = familyParts(totals);
  const sizes = new Map<string, number>();
  for (const { family } of totals) sizes.set(family, (sizes.get(family) ?? 0) + 1);
  const scores: number[] = [];
  const weights: number[] = [];
  for (const part of parts) {
    const others = totals.filter((total) => !part.includes(total));
    if (others.length === 0) continue;
    const fitted = fit(others, prior);
    for (const total of part) {
      const { logUs, deviation } = fitted.predict(total);
      scores.push(Math.abs(Math.log(total.us) - logUs) / deviation);
      weights.push(1 / Math.sqrt(sizes.get(total.family) ?? 1));
    }
  }
  return conformalQuantile(scores, coverage, weights);
}

/** Whole families dealt out to parts, the largest first, each to the part with the fewest networks. */
function familyParts(totals: readonly LearnedTotal[]): LearnedTotal[][] {
  const families = new Map<string, LearnedTotal[]>();
  for (const total of totals) {
    const own = families.get(total.family);
    if (own === undefined) families.set(total.family, [total]);
    else own.push(total);
  }
  const parts: LearnedTotal[][] = Array.from({ length: Math.min(mostParts, families.size) }, () => []);
  const bySize = [...families.values()].sort((a, b) => b.length - a.length);
  for (const family of bySize) {
    const least = parts.reduce((a, b) => (b.length < a.length ? b : a));
    least.push(...family);
  }
  return parts;
}
