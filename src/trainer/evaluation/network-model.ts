import type { LearnerName } from '../../learning/learners/catalogue.js';
import type { Random } from '../../learning/random/random.js';
import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import type { Calibration } from '../../predictor/totals/intervals.js';
import { NetworkTotal } from '../../predictor/totals/network-total.js';
import { noOverhead, type Overhead } from '../../predictor/totals/overhead.js';
import type { NetworkCalibration } from '../calibration/network-calibration.js';
import type { MeasuredNetwork } from '../material/measured-networks.js';
import { materialOfNetworks } from '../material/training-material.js';
import { learnRelease, type FitCosts, type LearnReleaseOptions } from '../training/learn-release.js';

export interface NetworkModelOptions extends Omit<LearnReleaseOptions, 'onGroup'> {
  readonly learner: LearnerName | 'auto';
  readonly random: Random;
}

/** What is predicted of a network: µs, and half the width of its 90 % interval. */
export interface NetworkPrediction {
  readonly operationSumUs: number;
  readonly operationHalfWidthUs: number;
  readonly endToEndUs: number;
  readonly endToEndHalfWidthUs: number;
  /** In the order of the network's kernels. */
  readonly kernelsUs: readonly number[];
}

/** Predictors of all kernel groups of one device, learned from whole networks. */
export interface NetworkModel extends FitCosts {
  predict(network: MeasuredNetwork): NetworkPrediction;
  readonly kernels: KernelSet;
  readonly overhead: Overhead;
  /** Learner by kernel group. */
  readonly learners: Readonly<Record<string, string>>;
}

/** Learns a device from networks that were measured on it, kernel by kernel, as every release is learned. */
export function fitNetworkModel(
  networks: readonly MeasuredNetwork[],
  options: NetworkModelOptions,
): NetworkModel {
  const release = learnRelease(materialOfNetworks(networks), options);
  const { kernels, overhead, calibration, groups, costs } = release;
  return {
    predict: (network) => predictNetwork(network, kernels, overhead, calibration),
    kernels,
    overhead,
    learners: Object.fromEntries(groups.map(({ kernelGroup, learner }) => [kernelGroup, learner])),
    ...costs,
  };
}

/** Widths of no size, where intervals were not asked for. */
const noCalibration: Calibration = {
  spreads: {},
  unmeasuredSpread: 0,
  overheadSpread: 0,
  scale: 0,
  coverage: 0.9,
  basis: 'normal-errors',
};

function predictNetwork(
  network: MeasuredNetwork,
  kernels: KernelSet,
  overhead: Overhead,
  calibration: NetworkCalibration | undefined,
): NetworkPrediction {
  const sum = new NetworkTotal(noOverhead, calibration?.operations ?? noCalibration);
  const whole = new NetworkTotal(overhead, calibration?.endToEnd ?? noCalibration);
  const kernelsUs = network.kernels.map(({ kernelGroup, features }) => {
    const { latencyUs, ...uncertainty } = kernels.predict(kernelGroup, features);
    sum.add(kernelGroup, latencyUs, uncertainty);
    whole.add(kernelGroup, latencyUs, uncertainty);
    return latencyUs;
  });
  const operations = sum.total();
  const endToEnd = whole.total(network.kernelCount);
  return {
    kernelsUs,
    operationSumUs: operations.totalUs,
    operationHalfWidthUs: operations.halfWidthUs,
    endToEndUs: endToEnd.totalUs,
    endToEndHalfWidthUs: endToEnd.halfWidthUs,
  };
}
