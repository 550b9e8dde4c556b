import { relativeError } from '../../learning/validation/metrics.js';
import { createPredictor } from '../../predictor/networks/predictor.js';
import type { LoadedRelease } from '../../predictor/releases/release.js';
import type { MeasuredTotal } from '../material/measured-total.js';
import { holdingIntervals, meanError } from './gate-checks.js';
import { compareNetworks, fewestToCompare } from './gate-comparison.js';
import type { GateCheck, GateReport, GateThresholds } from './gate-report.js';
import type { JudgedNetwork, NetworkJudgement } from './judged-networks.js';

/**
 * Judges a candidate that was learned from whole networks' times, on those that are frozen. Where too few were measured to freeze any, it is
 * asked to have learned from no fewer networks than the release that answers; one that answers kernel by kernel keeps its place then.
 */
export function judgeRates(
  frozen: readonly MeasuredTotal[],
  candidate: LoadedRelease,
  incumbent: LoadedRelease | undefined,
  limits: GateThresholds,
): GateReport {
  const networks = frozen.map(wholeNetwork);
  const judgements = judgeWholes(frozen, candidate);
  const replacesKernels = incumbent !== undefined && incumbent.rates === undefined;
  const checks = [
    ...(replacesKernels ? [enoughToReplace(frozen.length)] : []),
    ...(frozen.length === 0
      ? [enoughNetworks(candidate, incumbent)]
      : [
          enoughFrozen(frozen.length, candidate, limits),
          holdingIntervals(judgements, candidate.rates?.facts.coverage ?? 0),
          ...(incumbent === undefined
            ? []
            : compareNetworks(networks, judgements, judgeWholes(frozen, incumbent), limits)),
        ]),
  ];
  const errorPercent = meanError(networks, judgements);
  return {
    passed: checks.every((check) => check.passed),
    configurations: frozen.length,
    ...(errorPercent !== undefined && { errorPercent }),
    checks,
  };
}

/** A frozen network of which nothing but the whole was timed, beside those whose operations were. */
export function wholeNetwork({ us }: MeasuredTotal): JudgedNetwork {
  return { kind: 'real', kernels: [], kernelCount: 0, measuredUs: us };
}

/** What a release says of whole networks. One of which it does not know all is as far off as can be. */
export function judgeWholes(frozen: readonly MeasuredTotal[], release: LoadedRelease): NetworkJudgement[] {
  const predictor = createPredictor(release);
  return frozen.map(({ graph, us }) => {
    const prediction = predictor.predict(graph);
    if (!prediction.complete) return { errorPercent: 100, covered: false };
    const { totalUs, interval } = prediction;
    return {
      errorPercent: 100 * relativeError(totalUs, us),
      covered: us >= interval.lowUs && us <= interval.highUs,
    };
  });
}

/** Half of the networks that one in ten of all would be, unless it is said how many. */
function enoughFrozen(
  networks: number,
  { rates }: LoadedRelease,
  { minimumConfigurations }: GateThresholds,
): GateCheck {
  const all = networks + (rates?.facts.trainingRows ?? 0);
  const needed = minimumConfigurations ?? Math.max(1, Math.floor(all / 20));
  return {
    name: 'enough data',
    passed: networks >= needed,
    judged: true,
    detail: `${networks} frozen networks, at least ${needed} are needed`,
  };
}

/** What answers kernel by kernel gives its place to nothing that was not held against it. */
function enoughToReplace(networks: number): GateCheck {
  const passed = networks >= fewestToCompare;
  return {
    name: 'enough to replace kernels',
    passed,
    judged: passed,
    detail: `${networks} frozen networks, at least ${fewestToCompare} are needed to replace a release that answers kernel by kernel`,
  };
}

function enoughNetworks({ rates }: LoadedRelease, incumbent: LoadedRelease | undefined): GateCheck {
  const learned = rates?.facts.trainingRows ?? 0;
  const before = incumbent?.rates?.facts.trainingRows ?? 0;
  return {
    name: 'enough data',
    passed: learned >= before,
    judged: false,
    detail: `could not judge: too few networks to freeze any; learned from ${learned}, the incumbent from ${before}`,
  };
}
