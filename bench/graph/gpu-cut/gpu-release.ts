import { buildArchitecture } from '../../../src/graph/index.js';
import { randomFromSeed } from '../../../src/learning/random/random.js';
import { graphGpuKernels } from '../../../src/predictor/features/graph-gpu-kernels.js';
import { pooledGroup } from '../../../src/predictor/kernels/kernel-predictor.js';
import type { LoadedRelease } from '../../../src/predictor/index.js';
import { fitKernelSet, learnedGroups } from '../../../src/trainer/fit/fit-kernel-set.js';
import { unknownCalibration } from '../../../src/predictor/totals/intervals.js';

const learned = ['mobilenet_w1', 'mobilenetv2_w1', 'mobilenetv3_large_w1', 'resnet18', 'squeezenet_v1_0'];

/** The GPU that the release is of. */
export const gpu = 'adreno640';
const runtimeVersion = '2.15';

/** A release for a GPU, learned from made-up times: what they are does not change what a prediction takes. */
export function exampleGpuRelease(): LoadedRelease {
  const random = randomFromSeed(1);
  const rows = learned.flatMap((network) =>
    graphGpuKernels(buildArchitecture(network), { gpu, runtimeVersion }).map(
      ({ kernelGroup, features }, index) => ({
        kernelGroup,
        configuration: `${network} ${index}`,
        features,
        latencyUs:
          (5 + (features['paddedMacs'] ?? 0) / 50_000 + (features['outputBytes'] ?? 0) / 20_000) *
          Math.exp(random.normal(0, 0.05)),
      }),
    ),
  );
  const groups = learnedGroups(rows);
  const choices = groups.map(({ kernelGroup }) => ({
    kernelGroup,
    learner: kernelGroup === pooledGroup ? ('roofline-power-law' as const) : ('roofline' as const),
    mapePercent: {},
  }));
  const origin = { seed: 1, codeVersion: 'benchmark', trainingSetHash: '' };
  return {
    id: 'example',
    deviceModel: 'example',
    scenarioKey: `gpu-t1-float32-gpu-${runtimeVersion}`,
    scenario: { delegate: 'gpu', precision: 'float32', runtimeVersion },
    version: 1,
    overhead: { interceptUs: 100, perKernelUs: 1, operationFactor: 1 },
    calibration: unknownCalibration,
    predictors: fitKernelSet(groups, choices, random.split('fit'), origin).predictors,
  };
}
