import { KernelSet } from '../../predictor/kernels/kernel-set.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';
import type { LatencyRow } from '../training-set/latency-rows.js';
import type { FrozenSet } from './frozen-set.js';
import { compareGroups, compareNetworks } from './gate-comparison.js';
import {
  judgedNetworks,
  judgeNetwork,
  type JudgedNetwork,
  type NetworkJudgement,
} from './judged-networks.js';

/** Where the gate draws its lines. */
export interface GateThresholds {
  /** Frozen configurations needed to judge at all. By default half of what one in ten of all configurations gives, from 5 to 20. */
  readonly minimumConfigurations?: number;
  /** Frozen configurations of one operation type needed to judge that type. Default 5. */
  readonly minimumPerGroup: number;
  /** The candidate's mean error of networks may be worse by this factor, as much as noise makes it. Default 1.02. */
  readonly overallTolerance: number;
  /** The same for one operation type, of which there are fewer. Default 1.10. */
  readonly groupTolerance: number;
  /** Networks, or an operation type, that are predicted this well may get worse within it, percent. Default 2. */
  readonly negligibleErrorPercent: number;
  /** An operation type may get worse by as much as this of networks' time, percent: nobody feels what takes none. Default 1. */
  readonly negligibleTimePercent: number;
}

export const defaultGateThresholds: GateThresholds = {
  minimumPerGroup: 5,
  overallTolerance: 1.02,
  groupTolerance: 1.1,
  negligibleErrorPercent: 2,
  negligibleTimePercent: 1,
};

/** One reason to promote or not. */
export interface GateCheck {
  readonly name: string;
  /** False only where something was found that speaks against the candidate. */
  readonly passed: boolean;
  /** False where there was too little to judge by. */
  readonly judged: boolean;
  /** What was compared, in words and numbers. */
  readonly detail: string;
}

/** What the gate found. Kept with the release, whether it was promoted or not. */
export interface GateReport {
  readonly passed: boolean;
  readonly configurations: number;
  /** Mean error of the candidate on the networks it was judged by, percent: of real ones where there are any. */
  readonly errorPercent?: number;
  readonly checks: readonly GateCheck[];
}

/** Fewer networks say nothing of a share of nine in ten. */
const fewestIntervals = 5;

/**
 * Judges a candidate on what is frozen in its scenario: enough of it, every configuration predicted with a finite positive latency,
 * intervals that hold, and no worse than the incumbent for whole networks, real and synthetic, and for each operation type as far as
 * networks' time goes to it. Without an incumbent the last is not asked.
 */
export function judgeCandidate(
  frozen: FrozenSet,
  candidate: LoadedRelease,
  incumbent: LoadedRelease | undefined,
  thresholds: Partial<GateThresholds> = {},
): GateReport {
  const limits = { ...defaultGateThresholds, ...thresholds };
  const kernels = new KernelSet(candidate.predictors);
  const networks = judgedNetworks(frozen);
  const judgements = networks.map((network) => judgeNetwork(network, kernels, candidate));
  const configurations = new Set(frozen.rows.map((row) => row.configuration)).size;
  const checks = [
    enoughData(configurations, frozen, limits),
    soundPredictions(frozen.rows, kernels),
    holdingIntervals(judgements, candidate),
  ];
  if (incumbent !== undefined) {
    const others = new KernelSet(incumbent.predictors);
    const before = networks.map((network) => judgeNetwork(network, others, incumbent));
    checks.push(...compareNetworks(networks, judgements, before, limits));
    checks.push(...compareGroups(frozen, kernels, others, limits));
  }
  const errorPercent = meanError(networks, judgements);
  return {
    passed: checks.every((check) => check.passed),
    configurations,
    ...(errorPercent !== undefined && { errorPercent }),
    checks,
  };
}

function enoughData(configurations: number, frozen: FrozenSet, limits: GateThresholds): GateCheck {
  const half = Math.ceil(frozen.configurations / 20);
  const needed = limits.minimumConfigurations ?? Math.min(20, Math.max(5, half));
  return {
    name: 'enough data',
    passed: configurations >= needed,
    judged: true,
    detail: `${configurations} frozen configurations, at least ${needed} are needed`,
  };
}

function soundPredictions(rows: readonly LatencyRow[], kernels: KernelSet): GateCheck {
  const unsound = rows.filter(({ kernelGroup, features }) => {
    const { latencyUs } = kernels.predict(kernelGroup, features);
    return !(latencyUs > 0 && Number.isFinite(latencyUs));
  });
  const groups = [...new Set(unsound.map(({ kernelGroup }) => kernelGroup))].join(', ');
  return {
    name: 'sound predictions',
    passed: unsound.length === 0,
    judged: rows.length > 0,
    detail: unsound.length === 0 ? 'every prediction is a latency' : `no latency for some of ${groups}`,
  };
}

function holdingIntervals(
  judgements: readonly NetworkJudgement[],
  { calibration }: LoadedRelease,
): GateCheck {
  const name = 'intervals that hold';
  const { length } = judgements;
  if (length < fewestIntervals) {
    const detail = `could not judge: ${length} frozen networks, real and synthetic, at least ${fewestIntervals} are needed`;
    return { name, passed: true, judged: false, detail };
  }
  const { coverage } = calibration;
  const covered = judgements.filter((judgement) => judgement.covered).length;
  // Two standard deviations below what is promised: fewer are no chance.
  const fewest = Math.ceil(length * coverage - 2 * Math.sqrt(length * coverage * (1 - coverage)));
  return {
    name,
    passed: covered >= fewest,
    judged: true,
    detail: `${covered} of ${length} networks lie in their intervals, at least ${Math.max(0, fewest)} are to`,
  };
}

function meanError(
  networks: readonly JudgedNetwork[],
  judgements: readonly NetworkJudgement[],
): number | undefined {
  const real = judgements.filter((_, index) => networks[index]?.kind === 'real');
  const judged = real.length > 0 ? real : judgements;
  if (judged.length === 0) return undefined;
  return judged.reduce((sum, { errorPercent }) => sum + errorPercent, 0) / judged.length;
}
