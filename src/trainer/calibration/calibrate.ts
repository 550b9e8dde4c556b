import type { Random } from '../../learning/random/random.js';
import { fitKernelSet, learnedGroups, type Origin } from '../fit/fit-kernel-set.js';
import {
  IntervalWidth,
  unknownSpread,
  type Calibration,
  type KernelSpread,
} from '../../predictor/totals/intervals.js';
import { conformalQuantile } from '../../learning/validation/quantiles.js';
import { groupedFolds } from '../../learning/validation/cross-validation.js';
import { endToEndUs, type Overhead } from '../../predictor/totals/overhead.js';
import type { LearnerChoice } from '../fit/select-learners.js';
import type { NetworkCalibration } from './network-calibration.js';
import { networkFamily, type MeasuredNetwork } from '../networks/measured-networks.js';

const foldCount = 4;
const coverage = 0.9;
/** A group's spread counts as this many kernels' worth of the spread of all groups. */
const priorKernels = 5;

/** A kernel of a network that was held out. */
interface HeldOutKernel {
  readonly kernelGroup: string;
  readonly measured: boolean;
  readonly predictedUs: number;
  readonly latencyUs: number;
}

interface HeldOutNetwork {
  readonly network: MeasuredNetwork;
  readonly kernels: readonly HeldOutKernel[];
}

/**
 * Makes intervals from networks held out in folds (split conformal prediction over networks). Networks are held out
 * twice: at random, when relatives of theirs stay in, and by family, when none does. How far a network is from what was
 * learned shows in its share of configurations that were never measured, which have spreads of their own.
 */
export function calibrate(
  networks: readonly MeasuredNetwork[],
  choices: readonly LearnerChoice[],
  overhead: Overhead,
  random: Random,
  origin: Origin,
): NetworkCalibration {
  const rounds = [
    holdOut(networks, ({ name }) => name, choices, random.split('networks'), origin),
    holdOut(networks, ({ name }) => networkFamily(name), choices, random.split('families'), origin),
  ];
  const spreads = kernelSpreads(rounds.flat().flatMap(({ kernels }) => kernels));
  const operations = scaled({ ...uncalibrated, spreads }, rounds, operationError);
  const whole = rounds.map((round) => round.filter(({ network }) => network.endToEndUs !== undefined));
  if (whole.flat().length === 0) return { operations, endToEnd: undefined };
  const endToEnd = { ...uncalibrated, spreads, overheadSpread: overheadSpread(whole.flat(), overhead) };
  return { operations, endToEnd: scaled(endToEnd, whole, (each) => endToEndError(each, overhead)) };
}

const uncalibrated: Calibration = {
  spreads: {},
  overheadSpread: 0,
  scale: 1,
  coverage,
  basis: 'held-out-networks',
};

function holdOut(
  networks: readonly MeasuredNetwork[],
  groupOf: (network: MeasuredNetwork) => string,
  choices: readonly LearnerChoice[],
  random: Random,
  origin: Origin,
): HeldOutNetwork[] {
  const folds = groupedFolds(networks.map(groupOf), foldCount, random.split('folds'));
  return [...new Set(folds)].sort().flatMap((fold) => {
    const rows = networks.filter((_, index) => folds[index] !== fold).flatMap(({ kernels }) => kernels);
    if (rows.length === 0) return [];
    const set = fitKernelSet(learnedGroups(rows), choices, random.split(`fold ${fold}`), origin);
    return networks
      .filter((_, index) => folds[index] === fold)
      .map((network) => ({
        network,
        kernels: network.kernels.map(({ kernelGroup, features, latencyUs }) => {
          const { latencyUs: predictedUs, measured } = set.predict(kernelGroup, features);
          return { kernelGroup, measured, predictedUs, latencyUs };
        }),
      }));
  });
}

/** Spreads by group, drawn towards that of all groups where there are few kernels. */
function kernelSpreads(kernels: readonly HeldOutKernel[]): Record<string, KernelSpread> {
  const fresh = kernels.filter(({ measured }) => !measured);
  const known = kernels.filter(({ measured }) => measured);
  const overall = { fresh: spreadOf(fresh, unknownSpread, 0), measured: spreadOf(known, unknownSpread, 0) };
  const names = [...new Set(kernels.map(({ kernelGroup }) => kernelGroup))].sort();
  const spreads = names.map((name) => {
    const of = (list: readonly HeldOutKernel[], all: number) =>
      spreadOf(
        list.filter(({ kernelGroup }) => kernelGroup === name),
        all,
        priorKernels,
      );
    return [name, { fresh: of(fresh, overall.fresh), measured: of(known, overall.measured) }];
  });
  return Object.fromEntries(spreads) as Record<string, KernelSpread>;
}

function spreadOf(kernels: readonly HeldOutKernel[], prior: number, priorCount: number): number {
  let error = 0;
  let total = 0;
  for (const { predictedUs, latencyUs } of kernels) {
    error += Math.min(latencyUs, Math.abs(predictedUs - latencyUs));
    total += latencyUs;
  }
  if (kernels.length === 0) return prior;
  const own = error / total;
  return (own * kernels.length + prior * priorCount) / (kernels.length + priorCount);
}

/** Mean absolute error, relative to the whole, that the overhead leaves on measured operations. */
function overheadSpread(networks: readonly HeldOutNetwork[], overhead: Overhead): number {
  const errors = networks.map(({ network }) => {
    const truthUs = network.endToEndUs as number;
    return Math.abs(endToEndUs(overhead, network.operationSumUs, network.kernels.length) / truthUs - 1);
  });
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
}

interface NetworkError {
  readonly predictedUs: number;
  readonly errorUs: number;
}

function operationError({ network, kernels }: HeldOutNetwork): NetworkError {
  const predictedUs = kernels.reduce((sum, kernel) => sum + kernel.predictedUs, 0);
  return { predictedUs, errorUs: Math.abs(predictedUs - network.operationSumUs) };
}

function endToEndError(heldOut: HeldOutNetwork, overhead: Overhead): NetworkError {
  const sumUs = operationError(heldOut).predictedUs;
  const predictedUs = endToEndUs(overhead, sumUs, heldOut.kernels.length);
  return { predictedUs, errorUs: Math.abs(predictedUs - (heldOut.network.endToEndUs as number)) };
}

/** Scales the widths so that the wanted share of the held-out networks lies inside, in whichever round is harder. */
function scaled(
  calibration: Calibration,
  rounds: readonly (readonly HeldOutNetwork[])[],
  errorOf: (heldOut: HeldOutNetwork) => NetworkError,
): Calibration {
  const scales = rounds.map((round) => {
    const scores = round.map((each) => {
      const { predictedUs, errorUs } = errorOf(each);
      const width = new IntervalWidth(calibration);
      each.kernels.forEach((kernel) => width.add(kernel.kernelGroup, kernel.predictedUs, kernel.measured));
      return errorUs / width.halfWidthUs(predictedUs);
    });
    return conformalQuantile(scores, coverage);
  });
  return { ...calibration, scale: Math.max(...scales) };
}
