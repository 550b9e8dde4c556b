import {
  buildArchitecture,
  configurationHash,
  costOf,
  describeGraph,
  featuresOf,
} from '../../src/graph/index.js';
import { randomFromSeed } from '../../src/learning/random/random.js';
import { fitKernelSet, learnedGroups } from '../../src/trainer/fit/fit-kernel-set.js';
import { pooledGroup } from '../../src/predictor/kernels/kernel-predictor.js';
import { createPredictor } from '../../src/predictor/networks/predictor.js';
import type { LoadedRelease } from '../../src/predictor/releases/release.js';
import type { LearnerName } from '../../src/learning/learners/catalogue.js';
import { medianMs, printRows } from '../support/benchmark.js';
import { cpuMs } from './cpu-clock.js';

const learned = [
  'mobilenet_w1',
  'mobilenetv2_w1',
  'mobilenetv3_large_w1',
  'resnet18',
  'squeezenet_v1_0',
  'regnetx002',
];
const calls = 20_000;

/** Predictions of MobileNetV2-sized networks on one core, in process. */
export function serviceBenchmark(): void {
  const graphs = ['mobilenetv2_w1', 'mobilenetv2_w3d4', 'mobilenetv2_wd2'].map((name) =>
    buildArchitecture(name),
  );
  const release = exampleRelease();
  const predictor = createPredictor(release);
  let next = 0;
  const predictNext = () => void predictor.predict(graphs[next++ % graphs.length] as (typeof graphs)[number]);
  const warmMs = medianMs(predictNext);
  const predictAnew = () => {
    const forgetful = createPredictor(release);
    for (const graph of graphs) forgetful.predict(graph);
  };
  const coldMs = medianMs(predictAnew, { rounds: 5 }) / graphs.length;
  printRows([
    {
      measured: 'networks of known operations',
      value: 1000 / warmMs,
      unit: 'a second',
      wanted: 'at least 5000',
    },
    {
      measured: 'the slowest of a hundred, as a caller waits',
      value: percentile99(predictNext, () => performance.now()),
      unit: 'ms',
      wanted: 'below 1 on a quiet machine',
    },
    {
      measured: 'the slowest of a hundred, CPU time',
      value: percentile99(predictNext, cpuMs),
      unit: 'ms',
      wanted: 'below 1',
    },
    {
      measured: 'networks of operations never asked for',
      value: 1000 / coldMs,
      unit: 'a second',
      wanted: '-',
    },
  ]);
}

/** A release learned from made-up times: what they are does not change what a prediction takes. */
function exampleRelease(): LoadedRelease {
  const random = randomFromSeed(1);
  const configurations = learned.flatMap((name) =>
    describeGraph(buildArchitecture(name)).operations.map(({ configuration }) => configuration),
  );
  const rows = configurations.map((configuration) => {
    const { flops, inputBytes, outputBytes, weightBytes } = costOf(configuration);
    const lawUs = 2 + flops / 4_000 + (inputBytes + outputBytes) / 8_000 + weightBytes / 3_000;
    return {
      kernelGroup: configuration.operator,
      configuration: configurationHash(configuration),
      features: featuresOf(configuration),
      latencyUs: lawUs * Math.exp(random.normal(0, 0.05)),
    };
  });
  const groups = learnedGroups(rows);
  const choices = groups.map(({ kernelGroup }) => {
    const learner: LearnerName = kernelGroup === pooledGroup ? 'roofline-power-law' : 'roofline';
    return { kernelGroup, learner, mapePercent: {} };
  });
  const origin = { seed: 1, codeVersion: 'benchmark', trainingSetHash: '' };
  return {
    id: 'example',
    deviceModel: 'example',
    scenarioKey: 'example',
    scenario: { delegate: 'builtin', precision: 'float32', runtimeVersion: '2.15' },
    version: 1,
    overhead: { interceptUs: 100, perKernelUs: 1, operationFactor: 1 },
    calibration: {
      spreads: {},
      unmeasuredSpread: 0.5,
      overheadSpread: 0,
      scale: 1,
      coverage: 0.9,
      basis: 'normal-errors',
    },
    predictors: fitKernelSet(groups, choices, random.split('fit'), origin).predictors,
  };
}

/** The 99th percentile of single calls by a clock of milliseconds. */
function percentile99(work: () => void, clockMs: () => number): number {
  const times = Float64Array.from({ length: calls }, () => {
    const begunMs = clockMs();
    work();
    return clockMs() - begunMs;
  }).sort();
  return times[Math.floor(0.99 * calls)] as number;
}
