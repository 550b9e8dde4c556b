import type { Random } from '../../learning/random/random.js';
import { fitKernelSet, learnedGroups } from '../fit/fit-kernel-set.js';
import { IntervalWidth } from '../../predictor/totals/intervals.js';
import type { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { trainingSetHash } from '../training-set/latency-rows.js';
import type { LearnerName } from '../../learning/learners/catalogue.js';
import { endToEndUs, type Overhead } from '../../predictor/totals/overhead.js';
import { fitOverhead } from '../fit/fit-overhead.js';
import { chooseLearner } from '../fit/select-learners.js';
import { calibrate } from '../calibration/calibrate.js';
import type { NetworkCalibration } from '../calibration/network-calibration.js';
import type { MeasuredNetwork } from '../networks/measured-networks.js';

export interface NetworkModelOptions {
  /** `auto`: for each kernel group the learner that does best in cross-validation. */
  readonly learner: LearnerName | 'auto';
  readonly random: Random;
  readonly seed: number;
  readonly codeVersion: string;
  /** Milliseconds of some clock that never goes back. */
  readonly monotonicMs: () => number;
  /** Without it intervals are not calibrated, which takes ten more fits. True by default. */
  readonly calibrates?: boolean;
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

/** What it took to make predictors, in seconds of the clock that was passed in. */
export interface FitCosts {
  /** Fitting the predictors of all groups, choosing learners and calibrating intervals apart. */
  readonly fitSeconds: number;
  readonly selectionSeconds: number;
  readonly calibrationSeconds: number;
}

/** Predictors of all kernel groups of one device, learned from whole networks. */
export interface NetworkModel extends FitCosts {
  predict(network: MeasuredNetwork): NetworkPrediction;
  readonly kernels: KernelSet;
  readonly overhead: Overhead;
  /** Learner by kernel group. */
  readonly learners: Readonly<Record<string, string>>;
}

/** Learns a device from networks that were measured on it, kernel by kernel. */
export function fitNetworkModel(
  networks: readonly MeasuredNetwork[],
  options: NetworkModelOptions,
): NetworkModel {
  const { random, seed, codeVersion, monotonicMs } = options;
  const rows = networks.flatMap((network) => network.kernels);
  const origin = { seed, codeVersion, trainingSetHash: trainingSetHash(rows) };
  const begunMs = monotonicMs();
  const groups = learnedGroups(rows);
  const chosenFromMs = monotonicMs();
  const choices = groups.map((group) =>
    chooseLearner(group, options.learner, random.split(`choose ${group.kernelGroup}`)),
  );
  const fittedFromMs = monotonicMs();
  const kernels = fitKernelSet(groups, choices, random.split('fit'), origin);
  const overhead = overheadOf(networks);
  const calibratedFromMs = monotonicMs();
  const calibration =
    options.calibrates === false
      ? undefined
      : calibrate(networks, choices, overhead, random.split('calibrate'), origin);
  return {
    predict: (network) => predictNetwork(network, kernels, overhead, calibration),
    kernels,
    overhead,
    learners: Object.fromEntries(choices.map(({ kernelGroup, learner }) => [kernelGroup, learner])),
    fitSeconds: (chosenFromMs - begunMs + calibratedFromMs - fittedFromMs) / 1000,
    selectionSeconds: (fittedFromMs - chosenFromMs) / 1000,
    calibrationSeconds: (monotonicMs() - calibratedFromMs) / 1000,
  };
}

function overheadOf(networks: readonly MeasuredNetwork[]): Overhead {
  const observations = networks.flatMap(({ kernels, operationSumUs, endToEndUs: inferenceMeanUs }) =>
    inferenceMeanUs === undefined ? [] : [{ kernels: kernels.length, operationSumUs, inferenceMeanUs }],
  );
  return fitOverhead(observations);
}

function predictNetwork(
  network: MeasuredNetwork,
  kernels: KernelSet,
  overhead: Overhead,
  calibration: NetworkCalibration | undefined,
): NetworkPrediction {
  const operationWidth = calibration && new IntervalWidth(calibration.operations);
  const endToEndWidth = calibration?.endToEnd && new IntervalWidth(calibration.endToEnd);
  const kernelsUs = network.kernels.map(({ kernelGroup, features }) => {
    const { latencyUs, measured } = kernels.predict(kernelGroup, features);
    operationWidth?.add(kernelGroup, latencyUs, measured);
    endToEndWidth?.add(kernelGroup, latencyUs, measured);
    return latencyUs;
  });
  const operationSumUs = kernelsUs.reduce((sum, latencyUs) => sum + latencyUs, 0);
  const totalUs = endToEndUs(overhead, operationSumUs, kernelsUs.length);
  return {
    kernelsUs,
    operationSumUs,
    operationHalfWidthUs: operationWidth?.halfWidthUs(operationSumUs) ?? 0,
    endToEndUs: totalUs,
    endToEndHalfWidthUs: endToEndWidth?.halfWidthUs(totalUs) ?? 0,
  };
}
