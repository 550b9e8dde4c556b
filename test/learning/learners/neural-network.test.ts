import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { predictTable } from '../../../src/learning/model/learner.js';
import { neuralNetwork, type NeuralNetworkOptions } from '../../../src/learning/learners/neural-network.js';
import { bytesOf, randomProblem, saveAndLoad, tableOf } from '../support/tables.js';

const options: NeuralNetworkOptions = {
  hidden: [8],
  epochs: 200,
  batchRows: 8,
  learningRate: 0.01,
  decay: 0,
};

function rootMeanSquare(errors: Float64Array): number {
  return Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
}

describe('the multilayer perceptron', () => {
  it('without hidden layers is linear regression on the standardised features', () => {
    const table = tableOf({ a: [-2, -1, 0, 1, 2] });
    const target = Float64Array.of(-5, -3, -1, 1, 3);
    const model = neuralNetwork({
      ...options,
      hidden: [],
      epochs: 1500,
      batchRows: 5,
      learningRate: 0.05,
    }).fit({ table, target }, randomFromSeed(1));
    expect(model.predictRow(Float64Array.of(1.5))).toBeCloseTo(2, 1);
  });

  it('learns a product, which no linear model can', () => {
    const law = ([a = 0, b = 0]: readonly number[]) => (a - 2) * (b - 2);
    const problem = randomProblem({ seed: 1, rows: 300, features: 2, high: 4 }, law);
    const unseen = randomProblem({ seed: 2, rows: 100, features: 2, high: 4 }, law);
    const predictions = predictTable(neuralNetwork(options).fit(problem, randomFromSeed(1)), unseen.table);
    const left = predictions.map((value, row) => value - (unseen.target[row] as number));
    expect(rootMeanSquare(left)).toBeLessThan(0.25 * rootMeanSquare(unseen.target));
  });

  it('gives the same bytes for the same seed, others for another, and answers the same after it was saved', () => {
    const problem = randomProblem({ seed: 3, rows: 50, features: 2 }, ([a = 0, b = 0]) => a - b);
    const fit = (seed: number) => neuralNetwork({ ...options, epochs: 5 }).fit(problem, randomFromSeed(seed));
    expect(bytesOf(fit(1)).equals(bytesOf(fit(1)))).toBe(true);
    expect(bytesOf(fit(1)).equals(bytesOf(fit(2)))).toBe(false);
    expect(predictTable(saveAndLoad(fit(1), 2), problem.table)).toEqual(predictTable(fit(1), problem.table));
  });
});
