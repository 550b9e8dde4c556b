import { checkIntervals } from './gate-intervals.js';
import { KernelSet } from '../../predictor/kernels/kernel-set.js';
import type { LatencyRow } from '../training-set/latency-rows.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';

/** Where the gate draws its lines. Errors are mean absolute percentage errors on the frozen set. */
export interface GateThresholds {
  /** Frozen configurations needed to judge at all. Default 20. */
  readonly minimumConfigurations: number;
  /** Frozen configurations of one operation type needed to judge that type. Default 5. */
  readonly minimumPerGroup: number;
  /** The candidate may be worse overall by this factor, as much as noise makes it. Default 1.02. */
  readonly overallTolerance: number;
  /** The same for one operation type, of which there are fewer. Default 1.10. */
  readonly groupTolerance: number;
  /** An operation type that is predicted this well may get worse within it, percent. Default 2. */
  readonly negligibleErrorPercent: number;
}

export const defaultGateThresholds: GateThresholds = {
  minimumConfigurations: 20,
  minimumPerGroup: 5,
  overallTolerance: 1.02,
  groupTolerance: 1.1,
  negligibleErrorPercent: 2,
};

/** One reason to promote or not. */
export interface GateCheck {
  readonly name: string;
  readonly passed: boolean;
  /** What was compared, in words and numbers. */
  readonly detail: string;
}

/** What the gate found. Kept with the release, whether it was promoted or not. */
export interface GateReport {
  readonly passed: boolean;
  readonly configurations: number;
  readonly checks: readonly GateCheck[];
}

/**
 * Judges a candidate on the frozen rows of its scenario: enough of them, every one predicted with a finite positive latency, intervals that
 * hold, and no worse than the incumbent overall and for each operation type. Without an incumbent the last is not asked.
 */
export function judgeCandidate(
  frozen: readonly LatencyRow[],
  candidate: LoadedRelease,
  incumbent: LoadedRelease | undefined,
  thresholds: Partial<GateThresholds> = {},
): GateReport {
  const limits = { ...defaultGateThresholds, ...thresholds };
  const errors = errorsByGroup(frozen, candidate);
  const configurations = new Set(frozen.map((row) => row.configuration)).size;
  const checks = [
    enoughData(configurations, limits),
    soundPredictions(errors),
    holdingIntervals(frozen, candidate),
  ];
  if (incumbent !== undefined) checks.push(...compare(errors, errorsByGroup(frozen, incumbent), limits));
  return { passed: checks.every((check) => check.passed), configurations, checks };
}

type GroupErrors = ReadonlyMap<string, readonly number[]>;

/** Absolute percentage error of every row, by operation type. */
function errorsByGroup(rows: readonly LatencyRow[], release: LoadedRelease): GroupErrors {
  const kernels = new KernelSet(release.predictors);
  const errors = new Map<string, number[]>();
  for (const { kernelGroup, features, latencyUs } of rows) {
    const predictedUs = kernels.predict(kernelGroup, features).latencyUs;
    const error = predictedUs > 0 ? (100 * Math.abs(predictedUs - latencyUs)) / latencyUs : NaN;
    errors.set(kernelGroup, [...(errors.get(kernelGroup) ?? []), error]);
  }
  return errors;
}

function enoughData(configurations: number, { minimumConfigurations }: GateThresholds): GateCheck {
  return {
    name: 'enough data',
    passed: configurations >= minimumConfigurations,
    detail: `${configurations} frozen configurations, at least ${minimumConfigurations} are needed`,
  };
}

function soundPredictions(errors: GroupErrors): GateCheck {
  const unsound = [...errors].filter(([, values]) => !values.every(Number.isFinite)).map(([group]) => group);
  return {
    name: 'sound predictions',
    passed: unsound.length === 0,
    detail:
      unsound.length === 0 ? 'every prediction is a latency' : `no latency for some of ${unsound.join(', ')}`,
  };
}

function holdingIntervals(frozen: readonly LatencyRow[], candidate: LoadedRelease): GateCheck {
  const { bundles, covered, fewest } = checkIntervals(frozen, candidate);
  return {
    name: 'intervals that hold',
    passed: covered >= fewest,
    detail: `${covered} of ${bundles} sums lie in their intervals, at least ${Math.max(0, fewest)} are to`,
  };
}

function compare(candidate: GroupErrors, incumbent: GroupErrors, limits: GateThresholds): GateCheck[] {
  const overall = notWorse('overall', allOf(candidate), allOf(incumbent), limits.overallTolerance, limits);
  const groups = [...candidate]
    .filter(([, errors]) => errors.length >= limits.minimumPerGroup)
    .map(([group, errors]) =>
      notWorse(group, errors, incumbent.get(group) ?? [], limits.groupTolerance, limits),
    );
  return [overall, ...groups];
}

function notWorse(
  name: string,
  candidate: readonly number[],
  incumbent: readonly number[],
  tolerance: number,
  { negligibleErrorPercent }: GateThresholds,
): GateCheck {
  const [here, there] = [mean(candidate), mean(incumbent)];
  return {
    name,
    passed: here <= Math.max(there * tolerance, negligibleErrorPercent),
    detail: `error ${here.toFixed(2)} %, the incumbent's ${there.toFixed(2)} %`,
  };
}

function allOf(errors: GroupErrors): number[] {
  return [...errors.values()].flat();
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
}
