import type { Random } from '../../learning/random/random.js';
import { relativeSpread } from '../../learning/validation/metrics.js';
import { normalScale90 } from '../../learning/validation/quantiles.js';
import { pooledGroup } from '../../predictor/kernels/kernel-predictor.js';
import { unknownSpread, type Calibration, type KernelSpread } from '../../predictor/totals/intervals.js';
import type { LearnerChoice } from '../fit/select-learners.js';
import type { KernelGroupRows } from '../material/latency-rows.js';
import { groupsOfRows, spreadsPerLogBeyond, unmeasuredSpread } from './beyond-range.js';

/** A group's spread counts as this many configurations' worth of what is thought of groups that were not measured. */
const priorConfigurations = 5;
/** A configuration that was learned from is known by its own measurement as well; half the error is left, as networks held out show. */
const measuredShare = 0.5;

/**
 * Widths where no network can be held out: errors of single configurations in cross-validation, of the slowest predicted by the
 * others, and of whole kernel groups left out. They are taken to be normal, and those of one group to go together.
 */
export function calibrateOnOperations(
  groups: readonly KernelGroupRows[],
  choices: readonly LearnerChoice[],
  random: Random,
): Omit<Calibration, 'overheadSpread'> {
  const fresh = freshSpreads(groups, choices);
  const spreadOf = (kernelGroup: string) => fresh.get(kernelGroup) ?? unknownSpread;
  const perLogOf = spreadsPerLogBeyond(groups, choices, spreadOf, random.split('beyond'));
  const spreads = [...fresh].map(([kernelGroup, spread]): [string, KernelSpread] => [
    kernelGroup,
    { fresh: spread, measured: measuredShare * spread, perLogBeyond: perLogOf(kernelGroup) },
  ]);
  const pooled = groups.findIndex(({ kernelGroup }) => kernelGroup === pooledGroup);
  const [rows, choice] = [groups[pooled], choices[pooled]];
  return {
    spreads: Object.fromEntries(spreads),
    unmeasuredSpread:
      rows === undefined || choice === undefined
        ? unknownSpread
        : unmeasuredSpread(rows, choice, random.split('unmeasured')),
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
      spreads.set(rows.kernelGroup, drawnSpread(heldOutUs ?? [], heldOutUs ? rows.latencyUs : []));
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

function drawnSpread(heldOutUs: ArrayLike<number>, latenciesUs: ArrayLike<number>): number {
  const { length } = latenciesUs;
  if (length === 0) return unknownSpread;
  const own = relativeSpread(heldOutUs, latenciesUs);
  return (own * length + unknownSpread * priorConfigurations) / (length + priorConfigurations);
}
