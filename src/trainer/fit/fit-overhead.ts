import { nonNegativeCoefficients } from '../../learning/learners/linear/non-negative.js';
import { relativeError } from '../../learning/validation/metrics.js';
import { endToEndUs, noOverhead, type Overhead } from '../../predictor/totals/overhead.js';
import { groupBy } from '../material/latency-rows.js';
import {
  networkFamily,
  overheadObservations,
  type MeasuredNetwork,
  type HeldOutError,
} from '../material/measured-networks.js';
import type { TrainingMaterial } from '../material/training-material.js';
import type { OverheadObservation } from '../material/overhead-observation.js';

/** With fewer networks than this the factor cannot be told from the rest. */
const fewestForFactor = 20;
/** Rounds of reweighting towards the least sum of absolute relative errors. */
const reweightings = 20;
/** Relative errors below this are not told apart. */
const smallError = 1e-3;

/**
 * Fits the overhead to runs, none of its parts below 0, so that the mean absolute error relative to the inference time is least
 * (iteratively reweighted least squares). The factor is learned from enough whole networks only. No overhead when there are no
 * runs.
 */
export function fitOverhead(
  runs: readonly OverheadObservation[],
  options: { readonly wholeNetworks: boolean } = { wholeNetworks: true },
): Overhead {
  if (runs.length === 0) return noOverhead;
  let overhead: Overhead = noOverhead;
  let weights = Float64Array.from(runs, (run) => 1 / run.inferenceMeanUs ** 2);
  for (let round = 0; round < reweightings; round++) {
    overhead = fitWeighted(runs, weights, options.wholeNetworks && runs.length >= fewestForFactor);
    weights = Float64Array.from(runs, (run) => reweighted(run, overhead));
  }
  return overhead;
}

/** Whole networks tell the overhead best; where there are none, models of single operations stand in. */
export function overheadOf({
  networks,
  singleRuns,
}: Pick<TrainingMaterial, 'networks' | 'singleRuns'>): Overhead {
  const observations = overheadObservations(networks);
  return observations.length > 0
    ? fitOverhead(observations)
    : fitOverhead(singleRuns, { wholeNetworks: false });
}

/** Every network that was measured from end to end, by the overhead that other families have. None of a single family. */
export function heldOutByOverhead(networks: readonly MeasuredNetwork[]): HeldOutError[] {
  const whole = networks.filter(({ endToEndUs: measured }) => measured !== undefined);
  const families = groupBy(whole, ({ name }) => networkFamily(name));
  if (families.size < 2) return [];
  return [...families].flatMap(([family, members]) => {
    const overhead = fitOverhead(overheadObservations(whole.filter((network) => !members.includes(network))));
    return members.flatMap((member) =>
      overheadObservations([member]).map(({ kernels, operationSumUs, inferenceMeanUs }) => {
        const predictedUs = endToEndUs(overhead, operationSumUs, kernels);
        const error = relativeError(predictedUs, inferenceMeanUs);
        return { network: member.name, family, predictedUs, error };
      }),
    );
  });
}

function fitWeighted(
  runs: readonly OverheadObservation[],
  weights: Float64Array,
  learnsFactor: boolean,
): Overhead {
  const constant = new Float64Array(runs.length).fill(1);
  const kernels = Float64Array.from(runs, (run) => run.kernels);
  const sums = Float64Array.from(runs, (run) => run.operationSumUs);
  const times = Float64Array.from(runs, (run) => run.inferenceMeanUs);
  if (learnsFactor) {
    const fitted = nonNegativeCoefficients([constant, kernels, sums], times, weights);
    const [interceptUs = 0, perKernelUs = 0, operationFactor = 1] = fitted;
    return { interceptUs, perKernelUs, operationFactor };
  }
  const beyond = times.map((time, run) => time - (sums[run] as number));
  const [interceptUs = 0, perKernelUs = 0] = nonNegativeCoefficients([constant, kernels], beyond, weights);
  return { interceptUs, perKernelUs, operationFactor: 1 };
}

function reweighted(run: OverheadObservation, overhead: Overhead): number {
  const { inferenceMeanUs, operationSumUs, kernels } = run;
  const error = relativeError(endToEndUs(overhead, operationSumUs, kernels), inferenceMeanUs);
  return 1 / (inferenceMeanUs ** 2 * Math.max(smallError, error));
}
