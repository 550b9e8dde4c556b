import type { LearnerName } from '../../learning/learners/catalogue.js';
import type { Random } from '../../learning/random/random.js';
import { mean } from '../../learning/validation/averages.js';
import { relativeError, relativeSpread } from '../../learning/validation/metrics.js';
import { pooledGroup } from '../../predictor/kernels/kernel-predictor.js';
import { KernelSet } from '../../predictor/kernels/kernel-set.js';
import { unknownCalibration, type Calibration } from '../../predictor/totals/intervals.js';
import { noOverhead, type Overhead } from '../../predictor/totals/overhead.js';
import { calibrate } from '../calibration/calibrate.js';
import type { NetworkCalibration } from '../calibration/network-calibration.js';
import { learnedGroups, type Origin } from '../fit/fit-kernel-set.js';
import type { LearnerChoice } from '../fit/select-learners.js';
import type { KernelGroupRows } from '../material/latency-rows.js';
import { materialHash, type TrainingMaterial } from '../material/training-material.js';
import type { MeasuredTotal, UnknownTotal } from '../material/measured-total.js';
import type { ChosenPrior } from '../totals/choose-prior.js';
import type { DoubtedTotal } from '../totals/doubted-totals.js';
import { learnRates, type LearnedRates } from '../totals/learn-rates.js';
import type { GroupLearners } from './group-learners.js';
import type { KernelsOfGraph } from './kernels-of-graph.js';
import { weighTotals, type TotalsDecision, type WeighedTotals } from './weigh-totals.js';
import { learnGroup, type GroupCosts, type GroupTask, type LearnedGroup } from './learn-group.js';

export interface LearnReleaseOptions {
  /** `auto`: for each kernel group the learner that does best in cross-validation. */
  readonly learner: LearnerName | 'auto';
  readonly random: Random;
  readonly seed: number;
  /** Version of this program, kept with what it makes. */
  readonly codeVersion: string;
  /** Milliseconds of some clock that never goes back, to tell the costs by; without it they are 0. */
  readonly monotonicMs?: () => number;
  /** Without it there are no intervals, which take several more fits. True by default. */
  readonly calibrates?: boolean;
  /** GPU that whole networks were cut for, where one executes them. */
  readonly gpu?: string;
  /** Which of two priors is to be believed of whole networks' times; that of all processors where it is left out. */
  readonly priorOf?: (totals: readonly MeasuredTotal[]) => ChosenPrior;
  /** What operations of networks take of which nothing but the whole was timed; these are not learned from without it. */
  readonly kernelsOf?: KernelsOfGraph;
  /** Told when a kernel group is learned. */
  readonly onGroup?: (group: TrainedGroup, done: number, total: number) => void;
}

/** What was fitted for one kernel group. */
export interface TrainedGroup {
  readonly kernelGroup: string;
  readonly learner: string;
  readonly configurations: number;
  /** Cross-validated, of the learner chosen; absent where there were too few configurations. */
  readonly mapePercent?: number;
}

/** What it took to make predictors, in seconds of the clock that was passed in. */
export interface FitCosts {
  /** Fitting the predictors of all groups, choosing learners and calibrating intervals apart. */
  readonly fitSeconds: number;
  readonly selectionSeconds: number;
  readonly calibrationSeconds: number;
}

/** A release before it is stored, or instead of being stored. */
export interface LearnedRelease {
  readonly kernels: KernelSet;
  readonly overhead: Overhead;
  readonly calibration: NetworkCalibration | undefined;
  readonly groups: readonly TrainedGroup[];
  /** Mean errors of what was held out, percent. */
  readonly heldOut: { readonly operationsPercent?: number; readonly networksPercent?: number };
  /** Learned from whole networks' times, where nothing timed operations: they answer, and there are no kernels. */
  readonly rates?: LearnedRates;
  /** What was decided on whole networks' times beside timings of operations. */
  readonly totals?: TotalsDecision;
  /** Networks whose whole times are not believed, and were not learned from. */
  readonly doubted: readonly DoubtedTotal[];
  /** Networks whose whole times were not learned from, for timings of operations do not tell of all that they do. */
  readonly unpredicted?: readonly UnknownTotal[];
  readonly trainingSetHash: string;
  readonly costs: FitCosts;
}

/**
 * The one way from measurements to predictors, overhead and intervals: commands, nights, and evaluations all take it. The same
 * material, seed and code give the same release, byte for byte.
 */
export function learnRelease(material: TrainingMaterial, options: LearnReleaseOptions): LearnedRelease {
  if (isTimedAsWholes(material)) return learnByRates(material, options);
  const { monotonicMs = () => 0, onGroup } = options;
  const plan = planRelease(material, options);
  const learned = plan.tasks.map((task, index) => {
    const group = learnGroup(task, monotonicMs);
    onGroup?.(trainedGroup(task.rows, group.choice), index + 1, plan.tasks.length);
    return group;
  });
  return putTogether(plan, learned, options);
}

/** The same release, whose groups others learn, in the order that suits them. Costs are not told. */
export async function learnReleaseBy(
  learners: GroupLearners,
  material: TrainingMaterial,
  options: LearnReleaseOptions,
): Promise<LearnedRelease> {
  if (isTimedAsWholes(material)) return learnByRates(material, options);
  const plan = planRelease(material, options);
  let done = 0;
  const learned = await learners.learn(plan.tasks, ({ rows }, { choice }) => {
    options.onGroup?.(trainedGroup(rows, choice), ++done, plan.tasks.length);
  });
  return putTogether(plan, learned, options);
}

function isTimedAsWholes({ rows, totals }: TrainingMaterial): boolean {
  return rows.length === 0 && totals.length > 0;
}

/** What is to be done for a release. */
interface ReleasePlan {
  readonly material: TrainingMaterial;
  readonly origin: Origin;
  readonly tasks: readonly GroupTask[];
  readonly groupingMs: number;
}

function planRelease(
  material: TrainingMaterial,
  { random, seed, codeVersion, learner, calibrates = true, monotonicMs = () => 0 }: LearnReleaseOptions,
): ReleasePlan {
  const origin = { seed, codeVersion, trainingSetHash: materialHash(material) };
  const begunMs = monotonicMs();
  const groups = learnedGroups(material.rows);
  const tasks = groups.map((rows) => ({ rows, learner, random, origin, calibrates }));
  return { material, origin, tasks, groupingMs: monotonicMs() - begunMs };
}

/** A release of its groups, in the order of the plan. */
function putTogether(
  { material, origin, tasks, groupingMs }: ReleasePlan,
  learned: readonly (LearnedGroup & { readonly costs?: GroupCosts })[],
  options: LearnReleaseOptions,
): LearnedRelease {
  const { random, calibrates = true, monotonicMs = () => 0, kernelsOf } = options;
  const groups = tasks.map(({ rows }) => rows);
  const choices = learned.map(({ choice }) => choice);
  const heldOut = learned.map((group) => group.heldOut);
  const fittedFromMs = monotonicMs();
  const kernels = new KernelSet(learned.map(({ predictor }) => predictor));
  const { overhead, ...weighed } = weighTotals(material, kernels, {
    ratesAlone: () => ratesAlone(material, options),
    ...(kernelsOf !== undefined && { kernelsOf }),
  });
  if (weighed.rates !== undefined) {
    const { rates, decision } = weighed;
    return {
      ...releaseOfRates(rates, monotonicMs() - fittedFromMs),
      trainingSetHash: origin.trainingSetHash,
      ...(decision !== undefined && { totals: decision }),
    };
  }
  const calibratedFromMs = monotonicMs();
  const calibration = calibrates
    ? calibrate(
        material,
        { groups, choices, heldOut, overhead, overheadHeldOut: weighed.heldOut, wholes: weighed.wholes },
        random.split('calibrate'),
        origin,
      )
    : undefined;
  const calibrationMs = monotonicMs() - calibratedFromMs;
  const inGroups = (part: keyof GroupCosts) =>
    learned.reduce((sum, { costs }) => sum + (costs?.[part] ?? 0), 0);
  return {
    kernels,
    overhead,
    calibration,
    groups: groups.map((group, index) => trainedGroup(group, choices[index] as LearnerChoice)),
    heldOut: {
      operationsPercent: 100 * heldOutSpread(groups, choices),
      ...networksPercent(calibration, weighed.wholes),
    },
    ...(weighed.decision !== undefined && { totals: weighed.decision }),
    doubted: weighed.doubted,
    unpredicted: weighed.unpredicted,
    trainingSetHash: origin.trainingSetHash,
    costs: {
      fitSeconds: (groupingMs + inGroups('fitMs') + calibratedFromMs - fittedFromMs) / 1000,
      selectionSeconds: inGroups('selectionMs') / 1000,
      calibrationSeconds: (inGroups('calibrationMs') + calibrationMs) / 1000,
    },
  };
}

/** Where only whole networks were timed: nothing of their kernels is learned but the rates that they have in common. */
function learnByRates(material: TrainingMaterial, options: LearnReleaseOptions): LearnedRelease {
  const { monotonicMs = () => 0 } = options;
  const begunMs = monotonicMs();
  const rates = ratesAlone(material, options);
  return releaseOfRates(rates, monotonicMs() - begunMs);
}

function ratesAlone(
  { totals }: TrainingMaterial,
  { seed, codeVersion, gpu, priorOf }: LearnReleaseOptions,
): LearnedRates {
  return learnRates(totals, {
    ...{ seed, codeVersion },
    ...(gpu !== undefined && { gpu }),
    ...(priorOf !== undefined && { prior: priorOf(totals) }),
  });
}

function releaseOfRates(rates: LearnedRates, fitMs: number): LearnedRelease {
  const { networksPercent } = rates;
  return {
    kernels: new KernelSet([]),
    overhead: noOverhead,
    calibration: undefined,
    groups: [],
    heldOut: networksPercent === undefined ? {} : { networksPercent },
    rates,
    doubted: rates.doubted,
    trainingSetHash: rates.trainingSetHash,
    costs: {
      fitSeconds: fitMs / 1000,
      selectionSeconds: 0,
      calibrationSeconds: 0,
    },
  };
}

/** Of networks that were held out, or where too few were, of those of which nothing but the whole was timed. */
function networksPercent(
  calibration: NetworkCalibration | undefined,
  wholes: WeighedTotals['wholes'],
): { readonly networksPercent?: number } {
  const errors = wholes.map(({ network, wholePredictedUs = 0 }) =>
    relativeError(wholePredictedUs, network.endToEndUs as number),
  );
  const ofWholes = errors.length === 0 ? undefined : mean(errors);
  const error = calibration?.networkError ?? ofWholes;
  return error === undefined ? {} : { networksPercent: 100 * error };
}

/** The calibration of whole networks, or of sums of operations where no network was measured from end to end. */
export function answeringCalibration({ calibration }: LearnedRelease): Calibration {
  const { operations, endToEnd } = calibration ?? {};
  return endToEnd ?? operations ?? unknownCalibration;
}

/** Σ |prediction − latency| / Σ latency over the configurations of all groups, each predicted without having been learned from. */
function heldOutSpread(groups: readonly KernelGroupRows[], choices: readonly LearnerChoice[]): number {
  const own = groups
    .map((rows, index) => ({ rows, heldOutUs: choices[index]?.heldOutUs }))
    .filter(({ rows }) => rows.kernelGroup !== pooledGroup);
  const known =
    own.length > 0 ? own : groups.map((rows, index) => ({ rows, heldOutUs: choices[index]?.heldOutUs }));
  const latencies = known.flatMap(({ rows, heldOutUs }) =>
    heldOutUs === undefined ? [] : [...rows.latencyUs],
  );
  return relativeSpread(
    known.flatMap(({ heldOutUs = [] }) => [...heldOutUs]),
    latencies,
  );
}

function trainedGroup(rows: KernelGroupRows, choice: LearnerChoice): TrainedGroup {
  const mapePercent = choice.mapePercent[choice.learner];
  return {
    kernelGroup: rows.kernelGroup,
    learner: choice.learner,
    configurations: rows.configurations.length,
    ...(mapePercent !== undefined && { mapePercent }),
  };
}
