import type { FeatureRecord } from '../../../learning/model/feature-table.js';
import { convolutionLaunch } from './convolution-launch.js';
import { launchFeatures } from './launch-features.js';
import type { LaunchRule } from './launch-rule.js';

/**
 * The feature that kernels have whose launch depends on the GPU: turns of the inner loop of a convolution that computes blocks of
 * outputs.
 */
export const blockSteps = 'blockSteps';

/** Features of a convolution's launch on a GPU of the given rule, from those of {@link gpuKernelFeatures}; none of other kernels. */
export function convolutionLaunchFeatures(rule: LaunchRule, features: FeatureRecord): FeatureRecord {
  const { [blockSteps]: steps = 0, outputSide = 1, outputSlices = 1, window = 1, groups = 1 } = features;
  if (steps === 0 || (rule.vendor === 'adreno' && features['inConstantMemory'] === 1)) return {};
  const launch = convolutionLaunch(rule, { outputSide, outputSlices, window, groups });
  const { x, y, z } = launch.block;
  const work = { steps, outputs: x * y * z, inputReads: x * y, weightReads: z };
  return launchFeatures(launch, work, outputSide ** 2 * outputSlices);
}
