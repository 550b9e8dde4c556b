import type { MeasuredNetwork } from '../material/measured-networks.js';
import type { NetworkPrediction } from './network-model.js';
import { mean, percent, share } from '../../learning/validation/averages.js';
import { relativeError } from '../../learning/validation/metrics.js';

/** How predictions of networks compare with what was measured. All in percent, save `networks`. */
export interface NetworkMetrics {
  readonly networks: number;
  /** Mean absolute error of single kernels. */
  readonly operationMape: number;
  /** Mean absolute error of networks' sums of kernels. */
  readonly modelSumMape: number;
  /** Share of networks whose sum is predicted within ±5 %, and within ±10 %. */
  readonly within5: number;
  readonly within10: number;
  /** Mean absolute error of whole networks; `null` where none was measured from end to end. */
  readonly endToEndMape: number | null;
  /** Share of networks inside their 90 % intervals: from end to end where that was measured, else of the sums of kernels. */
  readonly coverage90: number;
  /** The same, of the sums of kernels. */
  readonly sumCoverage90: number;
  /** Mean half-width of the 90 % intervals that {@link coverage90} speaks of, relative to the prediction. */
  readonly halfWidth90: number;
}

/** A network and what was predicted of it without having learned from it. */
export interface PredictedNetwork {
  readonly network: MeasuredNetwork;
  readonly prediction: NetworkPrediction;
}

export function networkMetrics(predicted: readonly PredictedNetwork[]): NetworkMetrics {
  const sumErrors = predicted.map(({ network, prediction }) =>
    relativeError(prediction.operationSumUs, network.operationSumUs),
  );
  const kernelErrors = predicted.flatMap(({ network, prediction }) =>
    network.kernels.map(({ latencyUs }, index) =>
      relativeError(prediction.kernelsUs[index] as number, latencyUs),
    ),
  );
  const whole = predicted.filter(({ network }) => network.endToEndUs !== undefined);
  const wholeErrors = whole.map(({ network, prediction }) =>
    relativeError(prediction.endToEndUs, network.endToEndUs as number),
  );
  const covered = whole.length > 0 ? whole.map(insideEndToEnd) : predicted.map(insideSum);
  return {
    networks: predicted.length,
    operationMape: percent(mean(kernelErrors)),
    modelSumMape: percent(mean(sumErrors)),
    within5: percent(share(sumErrors.map((error) => error <= 0.05))),
    within10: percent(share(sumErrors.map((error) => error <= 0.1))),
    endToEndMape: whole.length > 0 ? percent(mean(wholeErrors)) : null,
    coverage90: percent(share(covered)),
    sumCoverage90: percent(share(predicted.map(insideSum))),
    halfWidth90: percent(
      mean(
        whole.length > 0
          ? whole.map(({ prediction }) => prediction.endToEndHalfWidthUs / prediction.endToEndUs)
          : predicted.map(({ prediction }) => prediction.operationHalfWidthUs / prediction.operationSumUs),
      ),
    ),
  };
}

function insideSum({ network, prediction }: PredictedNetwork): boolean {
  return Math.abs(prediction.operationSumUs - network.operationSumUs) <= prediction.operationHalfWidthUs;
}

function insideEndToEnd({ network, prediction }: PredictedNetwork): boolean {
  return Math.abs(prediction.endToEndUs - (network.endToEndUs as number)) <= prediction.endToEndHalfWidthUs;
}
