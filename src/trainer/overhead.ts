import { nonNegativeCoefficients } from './learners/linear/non-negative.js';

/** What a network takes beyond the sum of its operations: interceptUs + perKernelUs · kernels. */
export interface Overhead {
  readonly interceptUs: number;
  readonly perKernelUs: number;
}

/** A run of a whole model, measured end to end and operation by operation. */
export interface OverheadObservation {
  readonly kernels: number;
  readonly operationSumUs: number;
  readonly inferenceMeanUs: number;
}

/**
 * Fits the overhead to runs: non-negative least squares on inference mean − sum of operations, weighted so that errors
 * count in proportion to the run's inference time. No overhead when there are no runs.
 */
export function fitOverhead(runs: readonly OverheadObservation[]): Overhead {
  if (runs.length === 0) return { interceptUs: 0, perKernelUs: 0 };
  const constant = new Float64Array(runs.length).fill(1);
  const kernels = Float64Array.from(runs, (run) => run.kernels);
  const beyond = Float64Array.from(runs, (run) => run.inferenceMeanUs - run.operationSumUs);
  const weights = Float64Array.from(runs, (run) => 1 / run.inferenceMeanUs ** 2);
  const [interceptUs = 0, perKernelUs = 0] = nonNegativeCoefficients([constant, kernels], beyond, weights);
  return { interceptUs, perKernelUs };
}
