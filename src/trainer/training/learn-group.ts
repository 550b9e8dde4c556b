import type { LearnerName } from '../../learning/learners/catalogue.js';
import type { Random } from '../../learning/random/random.js';
import type { KernelPredictor } from '../../predictor/kernels/kernel-predictor.js';
import { holdOutOfGroup, type HeldOutGroup } from '../calibration/held-out-operations.js';
import { fitGroup, type Origin } from '../fit/fit-kernel-set.js';
import { chooseLearner, type LearnerChoice } from '../fit/select-learners.js';
import type { KernelGroupRows } from '../material/latency-rows.js';

/** Everything that is to be learned of one kernel group by itself. */
export interface GroupTask {
  readonly rows: KernelGroupRows;
  /** `auto`: the one that does best in cross-validation. */
  readonly learner: LearnerName | 'auto';
  /** Of the whole release: each part of the work has a stream of its own. */
  readonly random: Random;
  readonly origin: Origin;
  /** Whether something is held out to tell the widths of intervals. */
  readonly calibrates: boolean;
}

export interface LearnedGroup {
  readonly choice: LearnerChoice;
  readonly predictor: KernelPredictor;
  readonly heldOut: HeldOutGroup;
}

/** What learning a group took, milliseconds. */
export interface GroupCosts {
  readonly selectionMs: number;
  readonly fitMs: number;
  readonly calibrationMs: number;
}

/**
 * Chooses the learner of a group, fits it, and holds parts of the group out. Nothing of it depends on other groups, so that groups may be
 * learned in any order and in any thread: what comes out is the same, bit for bit.
 */
export function learnGroup(
  { rows, learner, random, origin, calibrates }: GroupTask,
  monotonicMs: () => number = () => 0,
): LearnedGroup & { readonly costs: GroupCosts } {
  const { kernelGroup } = rows;
  const begunMs = monotonicMs();
  const choice = chooseLearner(rows, learner, random.split(`choose ${kernelGroup}`));
  const chosenMs = monotonicMs();
  const predictor = fitGroup(rows, choice, random.split('fit').split(kernelGroup), origin);
  const fittedMs = monotonicMs();
  const heldOut = calibrates
    ? holdOutOfGroup(rows, choice, random.split('calibrate').split('operations'))
    : {};
  const costs = {
    selectionMs: chosenMs - begunMs,
    fitMs: fittedMs - chosenMs,
    calibrationMs: monotonicMs() - fittedMs,
  };
  return { choice, predictor, heldOut, costs };
}
