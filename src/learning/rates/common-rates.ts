import { symmetricInverse } from '../algebra/symmetric-inverse.js';
import { fitRates, type FittedRates, type MeasuredTotals } from './fit-rates.js';
import { matrixTimes, type RateBelief } from './rate-belief.js';

export interface CommonRatesOptions {
  /** What is believed before anything is measured; its mean is what the common mean is drawn to. */
  readonly prior: RateBelief;
  /** Covariance from task to task that is believed before any are seen, and how many tasks that belief is worth. */
  readonly between: { readonly covariance: Float64Array; readonly worth: number };
  readonly rounds: number;
  readonly degreesOfFreedom: number;
}

/** What tasks have in common, and each by itself under that. */
export interface CommonRates {
  readonly common: RateBelief;
  readonly tasks: readonly FittedRates[];
}

/**
 * What the rates of several tasks (phones, sets of cores) have in common, by empirical Bayes: every task is fitted under what is believed
 * common, and that is made anew of the fits and their uncertainty (expectation maximization; the covariance with an
 * inverse-Wishart prior, as Gelman et al., Bayesian Data Analysis, 3.6).
 */
export function commonRates(tasks: readonly MeasuredTotals[], options: CommonRatesOptions): CommonRates {
  const fitUnder = (common: RateBelief) =>
    tasks.map((task) =>
      fitRates(task, common, { degreesOfFreedom: options.degreesOfFreedom, iterations: 30 }),
    );
  let common = options.prior;
  for (let round = 0; round < options.rounds; round++) common = madeAnew(fitUnder(common), common, options);
  return { common, tasks: fitUnder(common) };
}

function madeAnew(
  fitted: readonly FittedRates[],
  under: RateBelief,
  { prior, between }: CommonRatesOptions,
): RateBelief {
  const mean = commonMean(fitted, under, prior);
  const size = mean.length;
  const covariance = between.covariance.map((value) => between.worth * value);
  for (const { belief } of fitted) {
    const off = belief.mean.map((value, index) => value - (mean[index] as number));
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) {
        const place = row * size + column;
        covariance[place] =
          (covariance[place] as number) +
          (belief.covariance[place] as number) +
          (off[row] as number) * (off[column] as number);
      }
    }
  }
  const all = between.worth + fitted.length;
  return { names: prior.names, mean, covariance: covariance.map((value) => value / all) };
}

/** The tasks' mean, drawn to the prior's where they say little: (n·Σ⁻¹ + P)⁻¹ · (Σ⁻¹·Σθ + P·μ₀). */
function commonMean(fitted: readonly FittedRates[], under: RateBelief, prior: RateBelief): Float64Array {
  const size = prior.mean.length;
  const precision = symmetricInverse(under.covariance, size);
  const drawn = symmetricInverse(prior.covariance, size);
  const sum = new Float64Array(size);
  for (const { belief } of fitted) {
    for (const [index, value] of belief.mean.entries()) sum[index] = (sum[index] as number) + value;
  }
  const right = matrixTimes(precision, sum);
  const towards = matrixTimes(drawn, prior.mean);
  const left = precision.map((value, place) => fitted.length * value + (drawn[place] as number));
  return matrixTimes(
    symmetricInverse(left, size),
    right.map((value, index) => value + (towards[index] as number)),
  );
}
