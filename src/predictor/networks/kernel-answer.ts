import type { FeatureRecord } from '../../learning/model/feature-table.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import { finiteUs, isFiniteUs } from '../totals/finite-us.js';
import type { OperationPrediction } from './prediction.js';

/** What is predicted of an operation, whatever its place. */
export type KernelAnswer = Omit<OperationPrediction, 'index' | 'operator' | 'into' | 'interval'>;

/** The time of what no kernel is run for, or that is not counted. */
export const noTime = finiteUs(0, 'nothing');

/** What a kernel of a group takes, or that nothing tells of it. */
export function predictKernel(
  kernels: KernelSet,
  kernelGroup: string,
  features: FeatureRecord,
): KernelAnswer {
  const { latencyUs, source, extrapolated, distance, measured } = kernels.predict(kernelGroup, features);
  if (source === 'none') return leftOut(kernelGroup, 'nothing that was measured tells of it');
  if (!isFiniteUs(latencyUs)) return leftOut(kernelGroup, 'its sizes are not known');
  return { kernelGroup, predictedUs: latencyUs, source, extrapolated, distance, measured };
}

/** An operation that is not counted, for a reason in words. */
export function leftOut(kernelGroup: string, reason: string): KernelAnswer {
  return {
    kernelGroup,
    predictedUs: noTime,
    source: 'none',
    extrapolated: true,
    distance: 0,
    measured: false,
    leftOut: reason,
  };
}

/** Member by member: spreading two objects would take as long as all the rest of a prediction. */
export function placed(
  answer: KernelAnswer,
  index: number,
  operator: string,
  into?: number,
): OperationPrediction {
  const { kernelGroup, predictedUs, source, extrapolated, distance, measured, leftOut: reason } = answer;
  const prediction = { index, operator, kernelGroup, predictedUs, source, extrapolated, distance, measured };
  if (reason !== undefined) return { ...prediction, leftOut: reason };
  return into === undefined ? prediction : { ...prediction, into };
}
