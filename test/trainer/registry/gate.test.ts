import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { buildArchitecture } from '../../../src/graph/index.js';
import { randomFromSeed } from '../../../src/learning/random/random.js';
import type { NetworkRates } from '../../../src/predictor/index.js';
import type { LoadedRelease } from '../../../src/predictor/releases/release.js';
import { fitKernelSet, learnedGroups } from '../../../src/trainer/fit/fit-kernel-set.js';
import type { LatencyRow } from '../../../src/trainer/material/latency-rows.js';
import { isFrozen, type FrozenSet } from '../../../src/trainer/registry/frozen-set.js';
import { judgeCandidate } from '../../../src/trainer/registry/gate.js';
import { learnRates } from '../../../src/trainer/totals/learn-rates.js';

/** Frozen configurations of a type whose latency is its work. */
function rowsOf(kernelGroup: string, count: number, usPerUnit: number): LatencyRow[] {
  return Array.from({ length: 40 * count }, (_, index) => ({
    kernelGroup,
    configuration: createHash('sha256').update(`${kernelGroup} ${index}`).digest('hex'),
    features: { work: index + 1 },
    latencyUs: usPerUnit * (index + 1),
  }))
    .filter(({ configuration }) => isFrozen(configuration))
    .slice(0, count);
}

const convolutions = rowsOf('CONV_2D', 30, 10);
const products = rowsOf('MUL', 30, 0.003);
const timeOf = (rows: readonly LatencyRow[]) => rows.reduce((sum, { latencyUs }) => sum + latencyUs, 0);
const allUs = timeOf([...convolutions, ...products]);
const frozen: FrozenSet = {
  rows: [...convolutions, ...products],
  measured: [...convolutions, ...products],
  networks: [],
  totals: [],
  configurations: 600,
  shares: new Map([
    ['CONV_2D', { ofKernels: 0.5, ofTime: timeOf(convolutions) / allUs }],
    ['MUL', { ofKernels: 0.5, ofTime: timeOf(products) / allUs }],
  ]),
};

/** A release that is off by a factor for each operation type. */
function releaseOff(factors: { readonly CONV_2D: number; readonly MUL: number }): LoadedRelease {
  const rows = frozen.rows.map((row) => ({
    ...row,
    latencyUs: row.latencyUs * factors[row.kernelGroup as keyof typeof factors],
  }));
  const groups = learnedGroups(rows);
  const choices = groups.map(({ kernelGroup }) => ({
    kernelGroup,
    learner: 'power-law' as const,
    mapePercent: {},
  }));
  const origin = { seed: 1, codeVersion: 'test', trainingSetHash: '' };
  return {
    id: 'test',
    deviceModel: 'Test',
    scenarioKey: 'test',
    scenario: { delegate: 'builtin', precision: 'float32', runtimeVersion: '2.15' },
    version: 1,
    overhead: { interceptUs: 0, perKernelUs: 0, operationFactor: 1 },
    calibration: {
      ...{ spreads: {}, unmeasuredSpread: 0.5, overheadSpread: 0.05, scale: 2, coverage: 0.9 },
      basis: 'normal-errors',
    },
    predictors: fitKernelSet(groups, choices, randomFromSeed(1), origin).predictors,
  };
}

/** Of a scenario in which nothing timed operations. */
function exampleRates(): NetworkRates {
  const total = {
    network: 'one',
    family: 'one',
    contentHash: 'one',
    us: 100,
    stdUs: 1,
    operationsTimed: false,
    work: { constant: 1 },
  };
  return learnRates([{ ...total, graph: buildArchitecture('resnet10') }], { seed: 1, codeVersion: 'test' })
    .rates;
}

const checkOf = (report: ReturnType<typeof judgeCandidate>, name: string) =>
  report.checks.find((check) => check.name === name);

describe('the gate', () => {
  const incumbent = releaseOff({ CONV_2D: 1.2, MUL: 1.26 });

  it('lets a release pass that is better where the time goes, whatever becomes of microseconds', () => {
    const report = judgeCandidate(frozen, releaseOff({ CONV_2D: 1.1, MUL: 16 }), incumbent);
    expect(report.checks.filter(({ passed }) => !passed)).toEqual([]);
    expect(checkOf(report, 'MUL')?.detail).toMatch(/error 1[45]\d\d\.\d+ %, .*; 0\.0 % of networks' time/);
  });

  it('refuses a release that is worse where the time goes', () => {
    const report = judgeCandidate(frozen, releaseOff({ CONV_2D: 1.4, MUL: 1 }), incumbent);
    expect(report.passed).toBe(false);
    expect(report.checks.filter(({ passed }) => !passed).map(({ name }) => name)).toEqual([
      'synthetic networks',
      'overall',
      'CONV_2D',
    ]);
    expect(report.errorPercent).toBeGreaterThan(35);
  });

  it('says that it could not compare with a release that was learned from whole networks', () => {
    const wholes: LoadedRelease = { ...incumbent, predictors: [], rates: exampleRates() };
    const report = judgeCandidate(frozen, releaseOff({ CONV_2D: 9, MUL: 9 }), wholes);
    expect(checkOf(report, 'real networks')).toMatchObject({ judged: false, passed: true });
    expect(report.checks.some(({ detail }) => detail.includes('100.00 %'))).toBe(false);
  });

  it('judges by networks measured as a whole where some are frozen', () => {
    const kernels = convolutions.slice(0, 5);
    const networks = ['a', 'b', 'c'].map((name) => ({
      ...{ name, contentHash: name, kernels, kernelCount: 5, operationSumUs: timeOf(kernels) },
      endToEndUs: timeOf(kernels),
    }));
    const report = judgeCandidate({ ...frozen, networks }, releaseOff({ CONV_2D: 1.3, MUL: 1 }), incumbent);
    expect(checkOf(report, 'real networks')).toMatchObject({ passed: false, judged: true });
  });

  it.each([
    ['grossly', 1.8, false],
    ['somewhat', 1.4, true],
  ])(
    'judges a type of which too few are frozen by all that was measured of it: one that is %s worse',
    (_how, factor, passed) => {
      const few = { ...frozen, rows: [...convolutions.slice(0, 2), ...products] };
      const report = judgeCandidate(few, releaseOff({ CONV_2D: factor, MUL: 1 }), incumbent);
      expect(checkOf(report, 'CONV_2D')).toMatchObject({
        passed,
        detail: expect.stringMatching(/^too few are frozen \(2\), of all measured: error/) as string,
      });
    },
  );

  it('compares whole networks of which no operation was timed, with a release of rates too', () => {
    const networks = [1, 2, 3].map(() => ({
      ...{ kind: 'real' as const, kernels: [], kernelCount: 0 },
      measuredUs: 100,
    }));
    const off = (errorPercent: number) => networks.map(() => ({ errorPercent, covered: true }));
    const check = (candidate: number, before: LoadedRelease) =>
      checkOf(
        judgeCandidate(
          frozen,
          incumbent,
          before,
          {},
          {
            ...{ networks, candidate: off(candidate), incumbent: off(5) },
          },
        ),
        'real networks',
      );
    const rates = { ...incumbent, rates: exampleRates() };
    for (const before of [incumbent, rates]) {
      expect(check(4, before)).toMatchObject({ passed: true, judged: true });
      expect(check(6, before)).toMatchObject({ passed: false, judged: true });
    }
  });

  it('says that it could not judge where there is too little, instead of counting none of none', () => {
    const few = { ...frozen, rows: convolutions.slice(0, 6), configurations: 60 };
    const report = judgeCandidate(few, releaseOff({ CONV_2D: 1.1, MUL: 1 }), incumbent);
    const unjudged = report.checks.filter(({ judged }) => !judged);
    expect(unjudged.map(({ name }) => name)).toEqual([
      'intervals that hold',
      'real networks',
      'synthetic networks',
    ]);
    expect(unjudged.every(({ passed, detail }) => passed && detail.startsWith('could not judge'))).toBe(true);
  });

  it.each([
    [60, 5],
    [220, 11],
    [5_000, 20],
  ])('of %i configurations wants %i to be frozen, unless it is told otherwise', (configurations, needed) => {
    const of = (thresholds = {}) =>
      judgeCandidate({ ...frozen, configurations }, incumbent, undefined, thresholds).checks[0]?.detail;
    expect(of()).toBe(`60 frozen configurations, at least ${needed} are needed`);
    expect(of({ minimumConfigurations: 70 })).toContain('at least 70');
  });
});
