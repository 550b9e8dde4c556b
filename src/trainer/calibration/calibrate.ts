import type { Random } from '../../learning/random/random.js';
import { mean } from '../../learning/validation/averages.js';
import { relativeError } from '../../learning/validation/metrics.js';
import { conformalQuantile } from '../../learning/validation/quantiles.js';
import {
  unknownCalibration,
  unknownSpread,
  type Calibration,
  type KernelSpread,
} from '../../predictor/totals/intervals.js';
import { NetworkTotal, type Total } from '../../predictor/totals/network-total.js';
import { noOverhead, type Overhead } from '../../predictor/totals/overhead.js';
import type { Origin } from '../fit/fit-kernel-set.js';
import type { LearnerChoice } from '../fit/select-learners.js';
import type { KernelGroupRows } from '../material/latency-rows.js';
import {
  familyWeights,
  isUnderstood,
  networkFamily,
  type MeasuredNetwork,
  type HeldOutError,
} from '../material/measured-networks.js';
import type { TrainingMaterial } from '../material/training-material.js';
import { holdOutNetworks, type HeldOutKernel, type HeldOutNetwork } from './held-out-networks.js';
import { calibrateOnOperations, type HeldOutGroup } from './held-out-operations.js';
import type { NetworkCalibration } from './network-calibration.js';
import { overheadSpread } from './overhead-spread.js';

/** Of fewer networks, or of one family, nine in ten cannot be told. */
const fewestNetworks = 8;
const fewestFamilies = 3;
/** A group's spread counts as this many kernels' worth of the spread of all groups. */
const priorKernels = 5;

/** What was chosen and fitted from all of the material, group by group, and what was held out of each group. */
export interface Fitted {
  readonly groups: readonly KernelGroupRows[];
  readonly choices: readonly LearnerChoice[];
  readonly heldOut: readonly HeldOutGroup[];
  readonly overhead: Overhead;
  /** Whole networks, by what other families teach of the overhead. */
  readonly overheadHeldOut: readonly HeldOutError[];
  /** Networks of which nothing but the whole was timed, predicted by everything that was. */
  readonly wholes: readonly HeldOutNetwork[];
}

/**
 * Makes intervals. With enough networks their scale is conformal: networks are held out in folds twice, at random, when relatives of
 * theirs stay in, and by family, when none does, and the wanted share of them lies inside in whichever round is harder (a family
 * counts as the square root of its networks). With fewer, errors of single operations are taken to be normal. How far a network is
 * from what was learned shows in its share of configurations that were never measured, and in how far these lie outside.
 */
export function calibrate(
  material: TrainingMaterial,
  { groups, choices, heldOut, overhead, overheadHeldOut, wholes }: Fitted,
  random: Random,
  origin: Origin,
): NetworkCalibration {
  const single = calibrateOnOperations(groups, choices, heldOut);
  const { noise } = material;
  const networks = material.networks.filter(isUnderstood);
  const leftByOverhead = overheadSpread(overheadHeldOut);
  if (!areEnough(networks)) {
    const operations = { ...single, overheadSpread: noise };
    const expected = { ...single, overheadSpread: Math.hypot(leftByOverhead, noise) };
    if (!areEnough(wholes.map(({ network }) => network))) return { operations, endToEnd: expected };
    const basis = 'held-out-networks' as const;
    return { operations, endToEnd: scaled({ ...expected, basis }, [wholes], overhead, wholeUs) };
  }
  const rounds = [
    holdOutNetworks({ ...material, networks }, ({ name }) => name, choices, random.split('networks'), origin),
    holdOutNetworks(
      { ...material, networks },
      ({ name }) => networkFamily(name),
      choices,
      random.split('families'),
      origin,
    ),
  ];
  const spreads = kernelSpreads(
    rounds.flat().flatMap(({ kernels }) => kernels),
    single,
  );
  const basis = 'held-out-networks' as const;
  const operations = scaled({ ...single, spreads, basis, overheadSpread: 0 }, rounds, noOverhead, sumUs);
  const whole = rounds.map((round) => [
    ...round.filter(({ network }) => network.endToEndUs !== undefined),
    ...wholes,
  ]);
  if (whole.flat().length < fewestNetworks) {
    return { operations, endToEnd: undefined, networkError: meanError(rounds[1] ?? [], noOverhead, sumUs) };
  }
  const endToEnd = { ...single, spreads, basis, overheadSpread: leftByOverhead };
  return {
    operations,
    endToEnd: scaled(endToEnd, whole, overhead, wholeUs),
    networkError: meanError(whole[1] ?? [], overhead, wholeUs),
  };
}

/** Spreads by group, drawn towards that of all groups where there are few kernels. What no network has keeps the spread it had. */
function kernelSpreads(
  kernels: readonly HeldOutKernel[],
  { spreads }: Pick<Calibration, 'spreads'>,
): Record<string, KernelSpread> {
  const inside = kernels.filter(({ distance }) => distance === 0);
  const fresh = inside.filter(({ measured }) => !measured);
  const known = inside.filter(({ measured }) => measured);
  const overall = { fresh: spreadOf(fresh, unknownSpread, 0), measured: spreadOf(known, unknownSpread, 0) };
  const found = Object.entries(spreads).map(([name, { perLogBeyond }]): [string, KernelSpread] => {
    const of = (list: readonly HeldOutKernel[], all: number) =>
      spreadOf(
        list.filter(({ kernelGroup }) => kernelGroup === name),
        all,
        priorKernels,
      );
    return [name, { fresh: of(fresh, overall.fresh), measured: of(known, overall.measured), perLogBeyond }];
  });
  return Object.fromEntries(found);
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

const sumUs = ({ kernels }: HeldOutNetwork) => kernels.reduce((sum, { latencyUs }) => sum + latencyUs, 0);
const wholeUs = ({ network }: HeldOutNetwork) => network.endToEndUs as number;

function meanError(
  round: readonly HeldOutNetwork[],
  overhead: Overhead,
  measuredUs: (heldOut: HeldOutNetwork) => number,
): number {
  return mean(
    round.map((heldOut) => {
      const { totalUs } = totalOf(heldOut, overhead, unknownCalibration);
      return relativeError(heldOut.wholePredictedUs ?? totalUs, measuredUs(heldOut));
    }),
  );
}

/** Scales the widths so that the wanted share of the held-out networks lies inside, in whichever round is harder. */
function scaled(
  calibration: Calibration,
  rounds: readonly (readonly HeldOutNetwork[])[],
  overhead: Overhead,
  measuredUs: (heldOut: HeldOutNetwork) => number,
): Calibration {
  const unscaled = { ...calibration, scale: 1 };
  const scales = rounds.map((round) => {
    const scores = round.map((heldOut) => {
      const { totalUs, halfWidthUs } = totalOf(heldOut, overhead, unscaled);
      return Math.abs((heldOut.wholePredictedUs ?? totalUs) - measuredUs(heldOut)) / halfWidthUs;
    });
    const weights = familyWeights(round.map(({ network }) => networkFamily(network.name)));
    return conformalQuantile(scores, calibration.coverage, weights);
  });
  return { ...calibration, scale: Math.max(...scales) };
}

function totalOf({ network, kernels }: HeldOutNetwork, overhead: Overhead, calibration: Calibration): Total {
  const sum = new NetworkTotal(overhead, calibration);
  for (const kernel of kernels) sum.add(kernel.kernelGroup, kernel.predictedUs, kernel);
  return sum.total(network.kernelCount);
}

/** Whether nine in ten of the networks can be told. */
function areEnough(networks: readonly MeasuredNetwork[]): boolean {
  const families = new Set(networks.map(({ name }) => networkFamily(name)));
  return networks.length >= fewestNetworks && families.size >= fewestFamilies;
}
