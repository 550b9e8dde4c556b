import { describe, expect, it } from 'vitest';

import { randomFromSeed } from '../../../src/learning/random/random.js';
import { convolutionLaunchFeatures } from '../../../src/predictor/features/launch/convolution-features.js';
import { launchRules, type LaunchRule } from '../../../src/predictor/features/launch/launch-rule.js';
import { KernelPredictor } from '../../../src/predictor/kernels/kernel-predictor.js';
import { fitKernelSet, learnedGroups } from '../../../src/trainer/fit/fit-kernel-set.js';
import { chooseLaunchRule } from '../../../src/trainer/fit/launch-columns.js';
import { groupRows, type LatencyRow } from '../../../src/trainer/material/latency-rows.js';

/** 1×1 convolutions of the given count, whose lanes and launch take time, with 3 % noise. */
function convolutions(rule: LaunchRule, count: number): LatencyRow[] {
  const random = randomFromSeed(1);
  return Array.from({ length: count }, (_, index) => {
    const outputSide = random.integer(1, 8) * 7;
    const [inputSlices, outputSlices] = [random.integer(2, 120), random.integer(2, 120)];
    const features = {
      outputSide,
      outputSlices,
      inputSlices,
      window: 1,
      groups: 1,
      blockSteps: inputSlices,
      inConstantMemory: 0,
      paddedMacs: outputSide ** 2 * inputSlices * outputSlices * 16,
      inputBytes: outputSide ** 2 * inputSlices * 8,
    };
    const { launchMacs = 0, launchInputReads = 0 } = convolutionLaunchFeatures(rule, features);
    const lawUs = 8 + launchMacs / 2e4 + launchInputReads / 1e4;
    const latencyUs = lawUs * Math.exp(random.normal(0, 0.03));
    return { kernelGroup: 'convolution_2d', configuration: `c${index}`, features, latencyUs };
  });
}

const typical = launchRules.map((rules) => rules.typical);

describe('the launch rule of an unknown GPU', () => {
  it.each(typical)('is told from the latencies of its convolutions: $vendor', (rule) => {
    const chosen = chooseLaunchRule(groupRows(convolutions(rule, 200)));
    expect(chosen?.vendor).toBe(rule.vendor);
  });

  it('is left open where there are too few convolutions, or none', () => {
    const rows = convolutions({ vendor: 'powervr' }, 20);
    expect(chooseLaunchRule(groupRows(rows))).toBeUndefined();
    const plain = rows.map((row) => ({ ...row, features: { inputBytes: row.features['inputBytes'] ?? 0 } }));
    expect(learnedGroups(plain)[0]?.launchRule).toBeUndefined();
  });
});

describe('a predictor that learned from launches', () => {
  const rows = convolutions({ vendor: 'adreno', parallelThreads: 256 }, 120);
  const groups = learnedGroups(rows);
  const choices = groups.map(({ kernelGroup }) => ({
    kernelGroup,
    learner: 'nnls' as const,
    mapePercent: {},
  }));
  const origin = { seed: 1, codeVersion: 'test', trainingSetHash: '' };
  const set = fitKernelSet(groups, choices, randomFromSeed(1), origin);
  const own = set.predictors.find(({ facts }) => facts.kernelGroup === 'convolution_2d');

  it('computes them anew for what it is asked, and knows its rows again', () => {
    for (const { kernelGroup, features, latencyUs } of rows) {
      const prediction = set.predict(kernelGroup, features);
      expect(prediction).toMatchObject({ source: 'own', measured: true, extrapolated: false });
      expect(Math.abs(prediction.latencyUs / latencyUs - 1)).toBeLessThan(0.25);
    }
  });

  it('keeps its rule in its file', () => {
    const loaded = KernelPredictor.fromBytes(own?.toBytes() ?? new Uint8Array());
    expect(loaded.facts.launchRule).toEqual(own?.facts.launchRule);
    const [row] = rows;
    expect(loaded.predict(row?.features ?? {})).toEqual(own?.predict(row?.features ?? {}));
  });
});
