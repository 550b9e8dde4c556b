import { fitLaplaceProcess } from '../../learning/gaussian-process/laplace-process.js';
import { median } from '../../learning/validation/averages.js';

/** What rates leave of networks of one space, by their traits. */
export interface Residual {
  /** Mean of the logarithm of what is left; its variance, where it is known. */
  at(traits: readonly number[]): { readonly mean: number; readonly variance?: number };
}

export const noResidual: Residual = { at: () => ({ mean: 0 }) };

/** Fewer tell nothing that the rates do not. */
const fewestPoints = 16;
/** What lies further out, in median distances from the median, is a measurement gone wrong: it is taken to lie there. */
const furthestOut = 4;

/** A Gaussian process over traits on the logarithms of what the rates leave; none where there are too few. */
export function fitResidual(traits: readonly (readonly number[])[], residuals: Float64Array): Residual {
  if (traits.length < fewestPoints || (traits[0]?.length ?? 0) === 0) return noResidual;
  const middle = median([...residuals]);
  const furthest = furthestOut * median([...residuals].map((value) => Math.abs(value - middle)));
  const values = residuals.map((value) => Math.min(Math.max(value - middle, -furthest), furthest));
  const process = fitLaplaceProcess(traits, values);
  return {
    at(own) {
      const { mean, variance } = process.at(own);
      return { mean: middle + mean, variance };
    },
  };
}
