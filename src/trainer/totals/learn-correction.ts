import type { RateBelief } from '../../learning/rates/rate-belief.js';
import { median } from '../../learning/validation/averages.js';
import type { Overhead } from '../../predictor/totals/overhead.js';
import type { HeldOutError } from '../material/measured-networks.js';
import type { DoubtedTotal } from './doubted-totals.js';
import { kindsOfWork, type LearnedTotal } from './fit-totals.js';
import { errorOf, heldOutFamilies } from './held-out-families.js';
import { learnTotals } from './learn-totals.js';

/** A network that was timed as a whole, and what its operations take by themselves. */
export interface NetworkSums {
  readonly network: string;
  /** Networks that are judged together. */
  readonly family: string;
  readonly us: number;
  readonly stdUs: number;
  readonly kernels: number;
  /** By kernel group, µs: measured one by one, or predicted. */
  readonly sumsUs: ReadonlyMap<string, number>;
}

export interface LearnedCorrection {
  readonly overhead: Overhead;
  /** Of every network, by what other families teach. */
  readonly heldOut: readonly HeldOutError[];
  /** Networks whose times contradict their operations and the other networks: not learned from. */
  readonly doubted: readonly DoubtedTotal[];
}

const constant = 'constant';
const eachKernel = 'kernels';
/** Stands for the kernel groups that no network has: their factor follows from those of the others. */
const otherGroups = 'operations of other groups';

/**
 * What whole networks' times say of operations that were timed by themselves: a factor for each kernel group, which its operations take
 * within a network, the time that a kernel and an inference take beside them. The same method as learns rates of work: a group's summed time
 * is its work, and its rate, near 1, the factor. Throws LEARNER_INPUT_INVALID for times that are not above 0.
 */
export function learnCorrection(networks: readonly NetworkSums[]): LearnedCorrection {
  const totals = networks.map(totalOf);
  const prior = priorFactors([...new Set([...kindsOfWork(totals), otherGroups])].sort());
  const heldOut = heldOutFamilies(totals, prior);
  const { rates, doubted } = learnTotals(totals, prior, heldOut);
  return {
    overhead: overheadOf(rates.belief),
    heldOut: heldOut.map(errorOf),
    doubted,
  };
}

function totalOf({ kernels, sumsUs, ...network }: NetworkSums): LearnedTotal {
  const sums = [...sumsUs].filter(([, us]) => us > 0).map(([group, us]) => [ofGroup(group), us] as const);
  return { ...network, work: { [constant]: 1, [eachKernel]: kernels, ...Object.fromEntries(sums) } };
}

const prefix = 'operations of group ';
const ofGroup = (kernelGroup: string) => `${prefix}${kernelGroup}`;

/**
 * What is believed before a network is measured, of logarithms: an inference takes some 20 µs and a kernel some 0.2 beside its operations, to
 * a factor of ten; operations take as long within networks as by themselves to a third all together, and each group to a third.
 */
const factorSpread = { all: 0.3, own: 0.3 };
const beside: Readonly<Record<string, { readonly us: number; readonly spread: number }>> = {
  [constant]: { us: 20, spread: 2.3 },
  [eachKernel]: { us: 0.2, spread: 2.3 },
};

/** Half of some networks' times are further off than so many deviations: they are of something else, or in another unit. */
const mostDeviations = 5;

/** Whether networks may take so many times what their operations add up to, most of them. */
export function areBelievable(ratios: readonly number[]): boolean {
  const spread = Math.hypot(factorSpread.all, factorSpread.own);
  return ratios.length === 0 || Math.abs(Math.log(median(ratios))) <= mostDeviations * spread;
}

function priorFactors(names: readonly string[]): RateBelief {
  const size = names.length;
  const covariance = new Float64Array(size * size);
  for (const [row, name] of names.entries()) {
    for (const [column, other] of names.entries()) {
      const isOwn = row === column;
      const known = beside[name];
      covariance[row * size + column] =
        known === undefined && beside[other] === undefined
          ? factorSpread.all ** 2 + (isOwn ? factorSpread.own ** 2 : 0)
          : isOwn && known !== undefined
            ? known.spread ** 2
            : 0;
    }
  }
  return { names, mean: Float64Array.from(names, (name) => Math.log(beside[name]?.us ?? 1)), covariance };
}

function overheadOf({ names, mean }: RateBelief): Overhead {
  const found = new Map(names.map((name, index) => [name, Math.exp(mean[index] as number)]));
  const groups = [...found].filter(([name]) => name.startsWith(prefix));
  return {
    interceptUs: found.get(constant) ?? 0,
    perKernelUs: found.get(eachKernel) ?? 0,
    operationFactor: found.get(otherGroups) ?? 1,
    groupFactors: Object.fromEntries(groups.map(([name, factor]) => [name.slice(prefix.length), factor])),
  };
}
