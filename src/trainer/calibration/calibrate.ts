import type { Random } from '../../learning/random/random.js';
import { conformalQuantile } from '../../learning/validation/quantiles.js';
import { unknownSpread, type Calibration, type KernelSpread } from '../../predictor/totals/intervals.js';
import { NetworkTotal } from '../../predictor/totals/network-total.js';
import { endToEndUs, noOverhead, type Overhead } from '../../predictor/totals/overhead.js';
import type { Origin } from '../fit/fit-kernel-set.js';
import type { LearnerChoice } from '../fit/select-learners.js';
import type { KernelGroupRows } from '../material/latency-rows.js';
import { isUnderstood, networkFamily } from '../material/measured-networks.js';
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
}

/**
 * Makes intervals. With enough networks their scale is conformal: networks are held out in folds twice, at random, when relatives of
 * theirs stay in, and by family, when none does, and the wanted share of them lies inside in whichever round is harder (a family
 * counts as the square root of its networks). With fewer, errors of single operations are taken to be normal. How far a network is
 * from what was learned shows in its share of configurations that were never measured, and in how far these lie outside.
 */
export function calibrate(
  material: TrainingMaterial,
  { groups, choices, heldOut, overhead }: Fitted,
  random: Random,
  origin: Origin,
): NetworkCalibration {
  const single = calibrateOnOperations(groups, choices, heldOut);
  const { noise } = material;
  const networks = material.networks.filter(isUnderstood);
  const leftByOverhead = overheadSpread(material.networks);
  const families = new Set(networks.map(({ name }) => networkFamily(name)));
  if (networks.length < fewestNetworks || families.size < fewestFamilies) {
    const operations = { ...single, overheadSpread: noise };
    return { operations, endToEnd: { ...single, overheadSpread: Math.hypot(leftByOverhead, noise) } };
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
  const whole = rounds.map((round) => round.filter(({ network }) => network.endToEndUs !== undefined));
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
  const errors = round.map((heldOut) => {
    const sum = heldOut.kernels.reduce((total, { predictedUs }) => total + predictedUs, 0);
    return Math.abs(endToEndUs(overhead, sum, heldOut.network.kernelCount) / measuredUs(heldOut) - 1);
  });
  return errors.reduce((sum, error) => sum + error, 0) / errors.length;
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
    const sizes = new Map<string, number>();
    const families = round.map(({ network }) => networkFamily(network.name));
    for (const family of families) sizes.set(family, (sizes.get(family) ?? 0) + 1);
    const scores = round.map((heldOut) => {
      const sum = new NetworkTotal(overhead, unscaled);
      for (const kernel of heldOut.kernels) sum.add(kernel.kernelGroup, kernel.predictedUs, kernel);
      const { totalUs, halfWidthUs } = sum.total(heldOut.network.kernelCount);
      return Math.abs(totalUs - measuredUs(heldOut)) / halfWidthUs;
    });
    const weights = families.map((family) => 1 / Math.sqrt(sizes.get(family) as number));
    return conformalQuantile(scores, calibration.coverage, weights);
  });
  return { ...calibration, scale: Math.max(...scales) };
}
