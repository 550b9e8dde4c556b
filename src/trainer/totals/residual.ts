import { believedParameters, fitParameters } from '../../learning/gaussian-process/fit-parameters.js';
import { GaussianProcess } from '../../learning/gaussian-process/gaussian-process.js';
import type { Points } from '../../learning/gaussian-process/kernel.js';

/** What rates leave of networks of one space, by their traits. */
export interface Residual {
  /** Mean of the logarithm of what is left; its variance, where it is known. */
  at(traits: readonly number[]): { readonly mean: number; readonly variance?: number };
}

export const noResidual: Residual = { at: () => ({ mean: 0 }) };

/** Fewer tell nothing that the rates do not. */
const fewestPoints = 40;
const fitSteps = 40;

/** A Gaussian process over traits on the logarithms of what the rates leave; none where there are too few. */
export function fitResidual(traits: readonly (readonly number[])[], residuals: Float64Array): Residual {
  const dimensions = traits[0]?.length ?? 0;
  if (traits.length < fewestPoints || dimensions === 0) return noResidual;
  const points = pointsOf(traits, dimensions);
  const mean = residuals.reduce((sum, value) => sum + value, 0) / residuals.length;
  const values = residuals.map((value) => value - mean);
  const parameters = fitParameters(points, values, believedParameters(dimensions), fitSteps);
  const process = new GaussianProcess(parameters, points, values);
  return {
    at(own) {
      const point = pointsOf([own], dimensions);
      const explained = process.explained(point).reduce((sum, row) => sum + (row[0] as number) ** 2, 0);
      return {
        mean: mean + (process.means(point)[0] as number),
        variance: Math.max(process.kernel.variance - explained, 0) + process.noiseVariance,
      };
    },
  };
}

function pointsOf(traits: readonly (readonly number[])[], dimensions: number): Points {
  return {
    count: traits.length,
    dimensions,
    coordinates: Float64Array.from(traits.flat()),
    groups: new Int32Array(traits.length),
  };
}
