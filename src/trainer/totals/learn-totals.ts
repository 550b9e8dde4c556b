import { chooseTotals } from '../../learning/rates/choose-totals.js';
import { fitRates, type MeasuredTotals } from '../../learning/rates/fit-rates.js';
import { amountsRow, type RateBelief } from '../../learning/rates/rate-belief.js';
import { mean } from '../../learning/validation/averages.js';
import { conformalQuantile } from '../../learning/validation/quantiles.js';
import { answerByRates, type RateModel } from '../../predictor/rates/rate-model.js';
import { doubtedTotal, doubtedTotals, type DoubtedTotal } from './doubted-totals.js';
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
  /** What a release ships: it answers as {@link predict} does for networks without traits. */
  readonly rates: RateModel;
  /** Names of the networks learned from. */
  readonly learnedFrom: readonly string[];
  /** Totals that contradict all others and the prior: not learned from. */
  readonly doubted: readonly DoubtedTotal[];
  /** Mean error of the networks learned from, each predicted by other families of them, relative; absent where there is only one. */
  readonly heldOutError?: number;
  readonly predict: (network: DescribedNetwork) => PredictedTotal;
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

/** Relative standard deviation of a total, half of what its repetitions spread, for it is their mean. */
function noiseOf({ us, stdUs }: LearnedTotal): number {
  return Math.hypot(leastNoise, stdUs / us / 2);
}

/** The totals as rows of work, in the order of `names`. */
export function measuredTotals(names: readonly string[], totals: readonly LearnedTotal[]): MeasuredTotals {
  return {
    rows: totals.map(({ work }) => amountsRow(names, work)),
    logUs: Float64Array.from(totals, ({ us }) => Math.log(us)),
    noise: Float64Array.from(totals, noiseOf),
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
  const all = totals.length < fewestToCalibrate ? undefined : fit(totals, prior);
  const doubted = all === undefined ? doubtedOfFew(totals, prior) : all.doubted;
  const wrong = new Set(doubted.map(([total]) => total));
  const trusted = totals.filter((total) => !wrong.has(total));
  const heldOut = heldOutFamilies(totals, prior);
  const scale = heldOut.length < fewestToCalibrate ? normalQuantile : scaleOf(heldOut);
  const isAll = wrong.size === 0 || trusted.length === 0;
  const fitted = isAll ? (all ?? fit(totals, prior)) : fit(trusted, prior);
  const judged = isAll ? heldOut : heldOutFamilies(trusted, prior);
  return {
    ...fitted.at(scale),
    learnedFrom: trusted.map(({ network }) => network),
    doubted: doubted.map(([, doubt]) => doubt),
    ...(judged.length > 0 && { heldOutError: mean(judged.map(({ error }) => error)) }),
  };
}

interface Fitted {
  readonly doubted: readonly (readonly [LearnedTotal, DoubtedTotal])[];
  /** What answers, with intervals of so many standard deviations to each side. */
  readonly at: (scale: number) => {
    readonly rates: RateModel;
    readonly predict: (network: DescribedNetwork) => PredictedTotal & { readonly deviation: number };
  };
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
  const isDoubted = (index: number) =>
    Math.abs(residuals[index] as number) >
    doubtedBeyond * Math.hypot(leftUnexplained, measured.noise[index] as number);
  return {
    doubted: totals.flatMap((total, index) => {
      const expected = Math.log(total.us) - (residuals[index] as number);
      return isDoubted(index) ? [[total, doubtedTotal(total, expected)] as const] : [];
    }),
    at: (scale) => {
      const rates = { belief, leftUnexplained, scale, coverage };
      return { rates, predict: ({ work, traits = [] }) => answerByRates(rates, work, residual.at(traits)) };
    },
  };
}

/** Of few totals a fit goes near all, wrong ones too: each is held against what the others say. */
function doubtedOfFew(totals: readonly LearnedTotal[], prior: RateBelief) {
  return doubtedTotals(totals, noiseOf, (others) => {
    const { predict } = fit(others, prior).at(normalQuantile);
    return (total) => {
      const { us, deviation } = predict(total);
      return { logUs: Math.log(us), deviation };
    };
  });
}

/** Most parts that totals are held out in, to see how far predictions are off. */
const mostParts = 8;

/** A network as it was predicted by what other families taught. */
interface HeldOut {
  readonly total: LearnedTotal;
  /** Of the prediction, in its standard deviations. */
  readonly deviations: number;
  /** Standard deviation of the logarithm of the prediction. */
  readonly deviation: number;
  /** Relative to what was measured. */
  readonly error: number;
}

/** Every network, predicted by what other families teach: families are held out in turn. None where there is only one family. */
function heldOutFamilies(totals: readonly LearnedTotal[], prior: RateBelief): HeldOut[] {
  return familyParts(totals).flatMap((part) => {
    const others = totals.filter((total) => !part.includes(total));
    if (others.length === 0) return [];
    const fitted = fit(others, prior).at(normalQuantile);
    return part.map((total) => {
      const { us, deviation } = fitted.predict(total);
      const deviations = Math.abs(Math.log(total.us / us)) / deviation;
      return { total, deviations, deviation, error: Math.abs(us / total.us - 1) };
    });
  });
}

/** No single total says more against a prior than one that lies so many deviations off. */
const mostDeviations = 5;

/**
 * Mean logarithm of the density that networks' times have by what other families teach under a prior: the larger, the better the prior. 0
 * where nothing can be held out.
 */
export function heldOutLogLikelihood(totals: readonly LearnedTotal[], prior: RateBelief): number {
  const heldOut = heldOutFamilies(totals, prior);
  if (heldOut.length === 0) return 0;
  return mean(
    heldOut.map(
      ({ deviations, deviation }) => -(Math.min(deviations, mostDeviations) ** 2) / 2 - Math.log(deviation),
    ),
  );
}

/**
 * How many of their standard deviations predictions of networks of other families are off, at the wanted coverage. Networks of one family
 * are off together: each counts 1 / √(size of its family), so that a large one does not stand for all that is to come.
 */
function scaleOf(heldOut: readonly HeldOut[]): number {
  const sizes = new Map<string, number>();
  for (const { total } of heldOut) sizes.set(total.family, (sizes.get(total.family) ?? 0) + 1);
  return conformalQuantile(
    heldOut.map(({ deviations }) => deviations),
    coverage,
    heldOut.map(({ total }) => 1 / Math.sqrt(sizes.get(total.family) ?? 1)),
  );
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
