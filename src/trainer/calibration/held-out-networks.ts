import type { Random } from '../../learning/random/random.js';
import { groupedFolds } from '../../learning/validation/cross-validation.js';
import type { KernelUncertainty } from '../../predictor/totals/intervals.js';
import { fitKernelSet, learnedGroups, type Origin } from '../fit/fit-kernel-set.js';
import type { LearnerChoice } from '../fit/select-learners.js';
import type { MeasuredNetwork } from '../material/measured-networks.js';
import type { TrainingMaterial } from '../material/training-material.js';

const foldCount = 4;

/** A kernel of a network that was held out. */
export interface HeldOutKernel extends KernelUncertainty {
  readonly kernelGroup: string;
  readonly predictedUs: number;
  readonly latencyUs: number;
}

/** A network, and what is predicted of it by all others and by whatever was measured by itself. */
export interface HeldOutNetwork {
  readonly network: MeasuredNetwork;
  readonly kernels: readonly HeldOutKernel[];
  /** The whole by what other families teach, µs, where its own time taught how operations add up. */
  readonly wholePredictedUs?: number;
}

/** Predicts every network by what the others teach; networks of one group are left out together. */
export function holdOutNetworks(
  { networks, rows }: TrainingMaterial,
  groupOf: (network: MeasuredNetwork) => string,
  choices: readonly LearnerChoice[],
  random: Random,
  origin: Origin,
): HeldOutNetwork[] {
  const folds = groupedFolds(networks.map(groupOf), foldCount, random.split('folds'));
  return [...new Set(folds)].sort().flatMap((fold) => {
    const heldOut = networks.filter((_, index) => folds[index] === fold);
    const names = new Set(heldOut.map(({ name }) => name));
    const rest = rows.filter(({ network }) => network === undefined || !names.has(network));
    if (rest.length === 0) return [];
    const set = fitKernelSet(learnedGroups(rest), choices, random.split(`fold ${fold}`), origin);
    return heldOut.map((network) => ({
      network,
      kernels: network.kernels.map(({ kernelGroup, features, latencyUs }) => {
        const { latencyUs: predictedUs, measured, distance } = set.predict(kernelGroup, features);
        return { kernelGroup, measured, distance, predictedUs, latencyUs };
      }),
    }));
  });
}
