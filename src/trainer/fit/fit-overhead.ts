import { nonNegativeCoefficients } from '../../learning/learners/linear/non-negative.js';
import { relativeError } from '../../learning/validation/metrics.js';
import { endToEndUs, noOverhead, type Overhead } from '../../predictor/totals/overhead.js';
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
