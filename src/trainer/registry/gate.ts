import { KernelSet } from '../../predictor/kernels/kernel-set.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';
import type { LatencyRow } from '../material/latency-rows.js';
import type { FrozenSet } from './frozen-set.js';
import { holdingIntervals, meanError } from './gate-checks.js';
import { compareGroups, compareNetworks } from './gate-comparison.js';
import type { GateCheck, GateReport, GateThresholds } from './gate-report.js';
import {
  judgedNetworks,
  judgeNetwork,
  type JudgedNetwork,
  type NetworkJudgement,
} from './judged-networks.js';

export const defaultGateThresholds: GateThresholds = {
  minimumPerGroup: 5,
  overallTolerance: 1.02,
  groupTolerance: 1.1,
  negligibleErrorPercent: 2,
  negligibleTimePercent: 1,
};

/** Frozen networks of which nothing but the whole was timed, and what the candidate and the incumbent, where there is one, say of them. */
export interface JudgedWholes {
  readonly networks: readonly JudgedNetwork[];
  readonly candidate: readonly NetworkJudgement[];
  readonly incumbent: readonly NetworkJudgement[];
}

const noWholes: JudgedWholes = { networks: [], candidate: [], incumbent: [] };

/**
 * Judges a candidate on what is frozen in its scenario: enough of it, every configuration predicted with a finite positive latency,
 * intervals that hold, and no worse than the incumbent for whole networks, real and synthetic, and for each operation type as far as
 * networks' time goes to it. Without an incumbent the last is not asked. Candidates learned from whole networks' times are judged by
 * `judgeRates`.
 */
export function judgeCandidate(
  frozen: FrozenSet,
  candidate: LoadedRelease,
  incumbent: LoadedRelease | undefined,
  thresholds: Partial<GateThresholds> = {},
  wholes: JudgedWholes = noWholes,
): GateReport {
  const limits = { ...defaultGateThresholds, ...thresholds };
  const kernels = new KernelSet(candidate.predictors);
  const timed = judgedNetworks(frozen);
  const networks = [...wholes.networks, ...timed];
  const judgements = [
    ...wholes.candidate,
    ...timed.map((network) => judgeNetwork(network, kernels, candidate)),
  ];
  const configurations = new Set(frozen.rows.map((row) => row.configuration)).size;
  const checks = [
    enoughData(configurations, frozen, limits),
    soundPredictions(frozen.rows, kernels),
    holdingIntervals(judgements, candidate.calibration.coverage),
  ];
  if (incumbent?.rates !== undefined) {
    const { networks: both, candidate: here, incumbent: there } = wholes;
    checks.push(...(both.length === 0 ? [notComparable] : compareNetworks(both, here, there, limits)));
  } else if (incumbent !== undefined) {
    const others = new KernelSet(incumbent.predictors);
    const before = [...wholes.incumbent, ...timed.map((network) => judgeNetwork(network, others, incumbent))];
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

/** What is frozen of kernels says nothing of a release that knows whole networks only. */
const notComparable: GateCheck = {
  name: 'real networks',
  passed: true,
  judged: false,
  detail: 'could not judge: the incumbent was learned from whole networks, before operations were timed',
};

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
