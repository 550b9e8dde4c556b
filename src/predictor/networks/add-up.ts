import type { LeftOut } from '../../graph/index.js';
import type { LoadedRelease } from '../releases/release.js';
import { finiteUs, type FiniteUs } from '../totals/finite-us.js';
import { NetworkTotal } from '../totals/network-total.js';
import type { GraphPrediction, OperationPrediction } from './prediction.js';

/** Whether a run spends time on an operation by itself, as far as that is known. */
export function isTimed({ source }: Pick<OperationPrediction, 'source'>): boolean {
  return source !== 'none' && source !== 'fused';
}

/**
 * What a network takes whose operations are predicted so, and of which `unknown` is left out. Throws a PredictorError
 * `PREDICTION_NOT_FINITE` when they add up to more than a number can hold.
 */
export function addUp(
  { overhead, calibration }: Pick<LoadedRelease, 'overhead' | 'calibration'>,
  operations: readonly OperationPrediction[],
  unknown: readonly LeftOut[],
): GraphPrediction {
  const sum = new NetworkTotal(overhead, calibration);
  let extrapolatedUs = 0;
  for (const operation of operations) {
    if (!isTimed(operation)) continue;
    sum.add(operation.kernelGroup, operation.predictedUs, operation);
    if (operation.extrapolated) extrapolatedUs += operation.predictedUs;
  }
  const { operationSumUs, totalUs, halfWidthUs } = sum.total();
  const ofNetwork = (us: number): FiniteUs => finiteUs(us, 'the network');
  if (unknown.length > 0) {
    const knownUs = ofNetwork(operationSumUs === 0 ? 0 : totalUs);
    return { complete: false, unknown, knownUs, operations };
  }
  const { coverage } = calibration;
  return {
    complete: true,
    unknown: [],
    totalUs: ofNetwork(totalUs),
    overheadUs: ofNetwork(totalUs - operationSumUs),
    interval: {
      lowUs: ofNetwork(Math.max(0, totalUs - halfWidthUs)),
      highUs: ofNetwork(totalUs + halfWidthUs),
      coverage,
    },
    operations,
    extrapolatedShare: totalUs === 0 ? 0 : extrapolatedUs / totalUs,
  };
}
