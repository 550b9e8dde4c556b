import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import {
  featureRanges,
  fingerprints,
  KernelPredictor,
} from '../../../src/predictor/kernels/kernel-predictor.js';
import { learnerNamed, learnerNames } from '../../../src/learning/learners/catalogue.js';
import type { FittedModel } from '../../../src/learning/model/learner.js';
import { TreeEnsemble } from '../../../src/learning/learners/trees/tree-ensemble.js';
import { onnxInput, onnxOutput, predictorToOnnx } from '../../../src/predictor/onnx/export-predictor.js';
import { runOnnx } from '../../support/onnx-runtime.js';
import { randomProblem } from '../../learning/support/tables.js';

/** Sizes above 2²⁴, which float32 does not tell apart. */
const problem = randomProblem(
  { seed: 1, rows: 120, features: 3, high: 1e8 },
  ([a = 0, b = 0], random) => (5 + 3 * a + 0.2 * b) * Math.exp(random.normal(0, 0.02)),
);

function predictorOf(learner: string, model: FittedModel): KernelPredictor {
  const facts = {
    kernelGroup: 'CONV_2D',
    learner,
    features: featureRanges(problem.table),
    trainingSetHash: 'none',
    trainingRows: problem.table.rowCount,
    metrics: {},
    seed: 1,
    codeVersion: '0.0.0',
  };
  return new KernelPredictor(facts, model, fingerprints(problem.table));
}

const learnedRows = Array.from({ length: problem.table.rowCount }, (_, row) =>
  problem.table.columns.map((column) => column[row] as number),
);
/** Those learned from, and some beyond them. */
const rows = [...learnedRows, [0, 0, 0], [1e12, 0, 1], [0, 1e12, 1e12], [1, 2, 3]];

function worstRatio(answers: readonly number[], model: FittedModel): number {
  const ratios = rows.map(
    (row, index) => (answers[index] as number) / model.predictRow(Float64Array.from(row)),
  );
  return Math.max(...ratios.map((ratio) => Math.abs(ratio - 1)));
}

const names = { input: onnxInput, output: onnxOutput };

/** Neither perceptrons nor Gaussian processes have a form in ONNX here. */
const withoutForm = learnerNames.filter((name) => /mlp|gaussian-process/.test(name));
const withForm = learnerNames.filter((name) => !withoutForm.includes(name));

describe('a predictor written as ONNX', () => {
  it.each(withoutForm)('is refused when %s learned it', (learner) => {
    const model = learnerNamed(learner, ['a', 'b']).fit(problem, randomFromSeed(1));
    expect(() => predictorToOnnx(predictorOf(learner, model))).toThrow('cannot be written as ONNX');
  });

  it.each(withForm)('answers in onnxruntime as it does here, when %s learned it', async (learner) => {
    const model = learnerNamed(learner, ['a', 'b']).fit(problem, randomFromSeed(1));
    const answers = await runOnnx(predictorToOnnx(predictorOf(learner, model)), names, rows);
    expect(answers).toHaveLength(rows.length);
    expect(worstRatio(answers, model)).toBeLessThan(3e-6);
  });

  it('sends a value that equals a threshold to the same side', async () => {
    const threshold = 2 ** 24 + 1;
    const nodes = {
      roots: Int32Array.of(0),
      features: Int32Array.of(0, -1, -1),
      numbers: Float64Array.of(threshold, 10, 20),
      children: Int32Array.of(1, 0, 0),
    };
    const file = predictorToOnnx(predictorOf('boosting', new TreeEnsemble(1, nodes)));
    const asked = [threshold - 1, threshold, threshold + 1].map((value) => [value, 0, 0]);
    expect(await runOnnx(file, names, asked)).toEqual([11, 11, 21]);
  });

  it('is the same file, byte for byte, for the same predictor', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const write = () =>
          predictorToOnnx(
            predictorOf('boosting', learnerNamed('nnls', ['a', 'b']).fit(problem, randomFromSeed(seed))),
          );
        expect(Buffer.from(write()).equals(Buffer.from(write()))).toBe(true);
      }),
      { numRuns: 5 },
    );
  });

  it('refuses trees in which two parents share a node', () => {
    const nodes = {
      roots: Int32Array.of(0),
      features: Int32Array.of(0, 0, 0, -1, -1),
      numbers: Float64Array.of(1, 2, 3, 4, 5),
      children: Int32Array.of(1, 3, 3, 0, 0),
    };
    expect(() => predictorToOnnx(predictorOf('boosting', new TreeEnsemble(0, nodes)))).toThrow(
      'node 3 has two parents',
    );
  });
});
