import type { Random } from '../../learning/random/random.js';
import { relativeSpread } from '../../learning/validation/metrics.js';
import { normalScale90 } from '../../learning/validation/quantiles.js';
import { pooledGroup } from '../../predictor/kernels/kernel-predictor.js';
import { unknownSpread, type Calibration, type KernelSpread } from '../../predictor/totals/intervals.js';
import type { LearnerChoice } from '../fit/select-learners.js';
import type { KernelGroupRows } from '../material/latency-rows.js';
import {
  extrapolate,
  groupsOfRows,
  spreadsPerLogBeyond,
  unmeasuredSpread,
  type Extrapolation,
} from './beyond-range.js';

/** A group's spread counts as this many configurations' worth of what is thought of groups that were not measured. */
const priorConfigurations = 5;
/** A configuration that was learned from is known by its own measurement as well; half the error is left, as networks held out show. */
const measuredShare = 0.5;

/** What is held out of one group; of all groups together whole groups are, of every other one its slowest configurations. */
export interface HeldOutGroup {
  readonly beyond?: Extrapolation;
  readonly unmeasuredSpread?: number;
}

/** Fits a group's learner to parts of it, and sees how far off the rest is. `random` is that of all groups. */
export function holdOutOfGroup(rows: KernelGroupRows, choice: LearnerChoice, random: Random): HeldOutGroup {
  if (rows.kernelGroup === pooledGroup)
    return { unmeasuredSpread: unmeasuredSpread(rows, choice, random.split('unmeasured')) };
  const ofGroup = random.split('beyond').split(rows.kernelGroup);
  const beyond = extrapolate(rows, choice, freshSpread(rows, choice), ofGroup);
  return beyond === undefined ? {} : { beyond };
}

/**
 * Widths where no network can be held out: errors of single configurations in cross-validation, of the slowest predicted by the
 * others, and of whole kernel groups left out. They are taken to be normal, and those of one group to go together.
 */
export function calibrateOnOperations(
  groups: readonly KernelGroupRows[],
  choices: readonly LearnerChoice[],
  heldOut: readonly HeldOutGroup[],
): Omit<Calibration, 'overheadSpread'> {
  const fresh = freshSpreads(groups, choices);
  const perLogOf = spreadsPerLogBeyond(heldOut.flatMap(({ beyond }) => beyond ?? []));
  const spreads = [...fresh].map(([kernelGroup, spread]): [string, KernelSpread] => [
    kernelGroup,
    { fresh: spread, measured: measuredShare * spread, perLogBeyond: perLogOf(kernelGroup) },
  ]);
  const unmeasured = heldOut.find((group) => group.unmeasuredSpread !== undefined)?.unmeasuredSpread;
  return {
    spreads: Object.fromEntries(spreads),
    unmeasuredSpread: unmeasured ?? unknownSpread,
    scale: normalScale90,
    coverage: 0.9,
    basis: 'normal-errors',
  };
}

/** Of groups with a predictor of their own by its errors, of smaller ones by those of the predictor of all groups together. */
function freshSpreads(
  groups: readonly KernelGroupRows[],
  choices: readonly LearnerChoice[],
): ReadonlyMap<string, number> {
  const spreads = new Map<string, number>();
  groups.forEach((rows, index) => {
    const heldOutUs = choices[index]?.heldOutUs;
    if (rows.kernelGroup !== pooledGroup) {
      spreads.set(rows.kernelGroup, freshSpread(rows, { heldOutUs }));
      return;
    }
    const groupNames = groupsOfRows(rows.table);
    for (const name of new Set(groupNames)) {
      if (spreads.has(name)) continue;
      const own = [...rows.latencyUs.keys()].filter((row) => groupNames[row] === name);
      const of = (values: Float64Array) => own.map((row) => values[row] as number);
      spreads.set(
        name,
        heldOutUs === undefined ? unknownSpread : drawnSpread(of(heldOutUs), of(rows.latencyUs)),
      );
    }
  });
  return spreads;
}

function freshSpread(
  { latencyUs }: KernelGroupRows,
  { heldOutUs }: { readonly heldOutUs?: Float64Array | undefined },
): number {
  return drawnSpread(heldOutUs ?? [], heldOutUs ? latencyUs : []);
}

function drawnSpread(heldOutUs: ArrayLike<number>, latenciesUs: ArrayLike<number>): number {
  const { length } = latenciesUs;
  if (length === 0) return unknownSpread;
  const own = relativeSpread(heldOutUs, latenciesUs);
  return (own * length + unknownSpread * priorConfigurations) / (length + priorConfigurations);
}
