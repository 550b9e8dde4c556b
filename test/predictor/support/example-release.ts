import {
  buildArchitecture,
  configurationHash,
  costOf,
  describeGraph,
  featuresOf,
} from '../../../src/graph/index.js';
import { learnerNamed, randomFromSeed, tableOfRecords } from '../../../src/learning/index.js';
import {
  featureRanges,
  fingerprints,
  KernelPredictor,
  pooledGroup,
} from '../../../src/predictor/kernels/kernel-predictor.js';
import type { LoadedRelease } from '../../../src/predictor/releases/release.js';

/** A release that learned a made-up law from the operations of two small networks, all groups together. */
export function exampleRelease(changes: Partial<LoadedRelease> = {}): LoadedRelease {
  const configurations = new Map(
    ['mobilenetv2_wd4', 'squeezenet_v1_1']
      .flatMap((name) => describeGraph(buildArchitecture(name)).operations)
      .map(({ configuration }) => [configurationHash(configuration), configuration]),
  );
  const rows = [...configurations.values()].map((configuration) => {
    const { flops, inputBytes, outputBytes } = costOf(configuration);
    return {
      features: featuresOf(configuration),
      us: 2 + flops / 4_000 + (inputBytes + outputBytes) / 8_000,
    };
  });
  const table = tableOfRecords(rows.map(({ features }) => features));
  const problem = { table, target: Float64Array.from(rows, ({ us }) => us) };
  const terms = ['flops', 'inputBytes', 'outputBytes'];
  const model = learnerNamed('roofline-power-law', terms).fit(problem, randomFromSeed(1));
  const facts = {
    kernelGroup: pooledGroup,
    learner: 'roofline-power-law',
    features: featureRanges(table),
    trainingSetHash: 'f'.repeat(64),
    trainingRows: rows.length,
    metrics: {},
    seed: 1,
    codeVersion: '0.1.0',
  };
  return {
    id: 'example',
    deviceModel: 'Pixel 4',
    scenarioKey: '1large-t1-float32-builtin-2.15',
    scenario: { delegate: 'builtin', precision: 'float32', runtimeVersion: '2.15' },
    version: 3,
    overhead: { interceptUs: 10, perKernelUs: 0.5, operationFactor: 1 },
    calibration: {
      spreads: {},
      unmeasuredSpread: 0.5,
      overheadSpread: 0.02,
      scale: 2,
      coverage: 0.9,
      basis: 'held-out-networks',
    },
    predictors: [new KernelPredictor(facts, model, fingerprints(table))],
    ...changes,
  };
}
