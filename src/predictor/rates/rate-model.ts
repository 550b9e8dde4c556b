import { amountsRow, believedTotal, type RateBelief } from '../../learning/rates/rate-belief.js';
import { withKinds } from '../work/rate-priors.js';
import type { Work } from '../work/work.js';

/** Rates of a scenario, and how wide what they say is: evaluations and releases answer through the same. */
export interface RateModel {
  readonly belief: RateBelief;
  /** Relative deviation of networks unlike those learned from, beside what is not known of the rates. */
  readonly leftUnexplained: number;
  /** Half an interval, in standard deviations. */
  readonly scale: number;
  /** Share of networks that intervals are to cover. */
  readonly coverage: number;
}

/** What else than rates tells of a network: of the logarithm of its time. */
export interface ResidualAnswer {
  readonly mean: number;
  /** In place of the square of what is left unexplained. */
  readonly variance?: number;
}

/** What rates say of work, µs. */
export interface RateAnswer {
  readonly us: number;
  readonly lowUs: number;
  readonly highUs: number;
  /** Standard deviation of the logarithm of the time. */
  readonly deviation: number;
  /** Share of the time that each kind of work takes. */
  readonly shares: ReadonlyMap<string, number>;
}

/** The time of work. Kinds that the rates do not name follow from those that they do. Work of nothing takes no time. */
export function answerByRates(
  model: RateModel,
  work: Work,
  residual: ResidualAnswer = { mean: 0 },
): RateAnswer {
  const belief = withKinds(model.belief, Object.keys(work));
  const row = amountsRow(belief.names, work);
  if (row.every((amount) => amount === 0)) {
    return { us: 0, lowUs: 0, highUs: 0, deviation: 0, shares: new Map() };
  }
  const { logUs, variance, shares } = believedTotal(belief, row);
  const deviation = Math.sqrt(variance + (residual.variance ?? model.leftUnexplained ** 2));
  const half = model.scale * deviation;
  const centre = logUs + residual.mean;
  return {
    us: Math.exp(centre),
    lowUs: Math.exp(centre - half),
    highUs: Math.exp(centre + half),
    deviation,
    shares: new Map(belief.names.map((name, index) => [name, shares[index] as number])),
  };
}
