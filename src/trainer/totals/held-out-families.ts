import type { RateBelief } from '../../learning/rates/rate-belief.js';
import { mean } from '../../learning/validation/averages.js';
import { relativeError } from '../../learning/validation/metrics.js';
import { conformalQuantile, normalQuantile90 } from '../../learning/validation/quantiles.js';
import { familyWeights, type HeldOutError } from '../material/measured-networks.js';
import { coverage, fitTotals, type LearnedTotal } from './fit-totals.js';

/** Most parts that totals are held out in, to see how far predictions are off. */
const mostParts = 8;

/** A network as it was predicted by what other families taught. */
export interface HeldOut {
  readonly total: LearnedTotal;
  readonly predictedUs: number;
  /** Of the prediction, in its standard deviations. */
  readonly deviations: number;
  /** Standard deviation of the logarithm of the prediction. */
  readonly deviation: number;
  /** Relative to what was measured. */
  readonly error: number;
}

/** The same, as it is told of a network by its name. */
export function errorOf({ total: { network, family }, predictedUs, error }: HeldOut): HeldOutError {
  return { network, family, predictedUs, error };
}

/** Every network, predicted by what other families teach: families are held out in turn. None where there is only one family. */
export function heldOutFamilies(totals: readonly LearnedTotal[], prior: RateBelief): HeldOut[] {
  // Each part's rates are near those of the part before: the search begins there.
  let start: Float64Array | undefined;
  return familyParts(totals).flatMap((part) => {
    const others = totals.filter((total) => !part.includes(total));
    if (others.length === 0) return [];
    const fitted = fitTotals(others, prior, start).at(normalQuantile90);
    start = fitted.rates.belief.mean;
    return part.map((total) => {
      const { us, deviation } = fitted.predict(total);
      const deviations = Math.abs(Math.log(total.us / us)) / deviation;
      return { total, predictedUs: us, deviations, deviation, error: relativeError(us, total.us) };
    });
  });
}

/** No single total says more against a prior than one that lies so many deviations off. */
const mostDeviations = 5;

/**
 * Mean logarithm of the density that networks' times have by what other families teach under a prior: the larger, the better the prior. 0
 * where nothing can be held out.
 */
export function logLikelihoodOf(heldOut: readonly HeldOut[]): number {
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
export function scaleOf(heldOut: readonly HeldOut[]): number {
  return conformalQuantile(
    heldOut.map(({ deviations }) => deviations),
    coverage,
    familyWeights(heldOut.map(({ total }) => total.family)),
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
