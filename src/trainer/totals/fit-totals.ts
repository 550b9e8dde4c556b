import { fitRates, type MeasuredTotals } from '../../learning/rates/fit-rates.js';
import { amountsRow, type RateBelief } from '../../learning/rates/rate-belief.js';
import { answerByRates, type RateModel } from '../../predictor/rates/rate-model.js';
import { doubtedTotal, type DoubtedTotal } from './doubted-totals.js';
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

/** Noise that a total has beside its repetitions': that rates are not quite constant; relative. */
const leastNoise = 0.02;
/** What is left unexplained of networks unlike those learned from; relative, added to what is not known of the rates. */
export const leftUnexplained = 0.04;
/** Student's t has so many degrees of freedom: one total in fifty is far off in the public tables. */
const degreesOfFreedom = 4;
/** A total that lies so many of its standard deviations from the fit is doubted. */
const doubtedBeyond = 5;
/** Share of networks that intervals are to cover. */
export const coverage = 0.9;

/** Kinds of work that any of the networks has, in alphabetical order. */
export function kindsOfWork(networks: readonly DescribedNetwork[]): string[] {
  return [...new Set(networks.flatMap(({ work }) => Object.keys(work)))].sort();
}

/** Relative standard deviation of a total, half of what its repetitions spread, for it is their mean. */
export function noiseOf({ us, stdUs }: LearnedTotal): number {
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

/** Rates that were fitted to totals. */
export interface Fitted {
  readonly doubted: readonly (readonly [LearnedTotal, DoubtedTotal])[];
  /** What answers, with intervals of so many standard deviations to each side. */
  readonly at: (scale: number) => {
    readonly rates: RateModel;
    readonly predict: (network: DescribedNetwork) => PredictedTotal & { readonly deviation: number };
  };
}

/** The rates that totals and a prior agree on best, looked for from `start` on, with the totals that are far from them. */
export function fitTotals(totals: readonly LearnedTotal[], prior: RateBelief, start?: Float64Array): Fitted {
  const measured = measuredTotals(prior.names, totals);
  const { belief, residuals } = fitRates(measured, prior, {
    degreesOfFreedom,
    ...(start !== undefined && { start }),
  });
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
