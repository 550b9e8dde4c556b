import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { believedParameters, fitParameters } from '../../../src/learning/gaussian-process/fit-parameters.js';
import { GaussianProcess } from '../../../src/learning/gaussian-process/gaussian-process.js';
import { selectPoints, type Points } from '../../../src/learning/gaussian-process/kernel.js';
import { marginalLikelihood } from '../../../src/learning/gaussian-process/likelihood.js';

const count = 12;
const points = randomPoints(count);
const values = Float64Array.from({ length: count }, (_, row) =>
  Math.sin(2 * (points.coordinates[3 * row] as number)),
);
const parameters = believedParameters(3);

function randomPoints(size: number): Points {
  const random = randomFromSeed(3);
  return {
    count: size,
    dimensions: 3,
    coordinates: Float64Array.from({ length: 3 * size }, () => random.normal()),
    groups: Int32Array.from({ length: size }, (_, row) => row % 2),
  };
}

describe('the marginal likelihood', () => {
  it('has the gradient that differences show', () => {
    const likelihood = marginalLikelihood(points, values, parameters);
    const shifted = (index: number, by: number) => {
      const lnInverseScales = parameters.lnInverseScales.slice();
      if (index < lnInverseScales.length) lnInverseScales[index] = (lnInverseScales[index] as number) + by;
      return marginalLikelihood(points, values, {
        lnInverseScales,
        lnSmoothVariance: parameters.lnSmoothVariance + (index === 4 ? by : 0),
        lnRoughVariance: parameters.lnRoughVariance + (index === 5 ? by : 0),
        lnRoughness: parameters.lnRoughness + (index === 6 ? by : 0),
        lnNoiseVariance: parameters.lnNoiseVariance + (index === 7 ? by : 0),
      });
    };
    for (let index = 0; index < 8; index++) {
      const difference =
        ((shifted(index, 1e-5)?.logarithm ?? NaN) - (shifted(index, -1e-5)?.logarithm ?? NaN)) / 2e-5;
      expect(likelihood?.gradient[index]).toBeCloseTo(difference, 3);
    }
  });

  it('finds out which coordinate matters', () => {
    const { lnInverseScales } = fitParameters(points, values, parameters, 60);
    expect(lnInverseScales[0]).toBeGreaterThan(Math.max(lnInverseScales[1] ?? 0, lnInverseScales[2] ?? 0));
  });
});

function varianceOf(process: GaussianProcess, row: number): number {
  const explained = process.explained(selectPoints(points, [row]));
  return explained.reduce((rest, [value = NaN]) => rest - value ** 2, process.kernel.variance);
}

describe('a Gaussian process', () => {
  const process = new GaussianProcess({ ...parameters, lnNoiseVariance: -20 }, points, values);

  it('goes through what it was told, and is sure of it', () => {
    const means = process.means(points);
    means.forEach((mean, row) => expect(mean).toBeCloseTo(values[row] as number, 3));
    for (let row = 0; row < count; row++) expect(varianceOf(process, row)).toBeCloseTo(0, 4);
  });

  it('predicts each value from the others as a process that was not told it does', () => {
    const noisy = new GaussianProcess(parameters, points, values);
    const { error, deviation } = noisy.leaveOneOut();
    for (const left of [0, 5, count - 1]) {
      const rest = [...values.keys()].filter((row) => row !== left);
      const others = new GaussianProcess(
        parameters,
        selectPoints(points, rest),
        values.filter((_, row) => row !== left),
      );
      const at = selectPoints(points, [left]);
      expect(error[left]).toBeCloseTo((others.means(at)[0] as number) - (values[left] as number), 5);
      const variance = varianceOf(others, left) + noisy.noiseVariance;
      expect(deviation[left]).toBeCloseTo(Math.sqrt(variance), 5);
    }
  });
});
