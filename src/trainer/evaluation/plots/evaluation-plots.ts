import { relativeError } from '../../../learning/validation/metrics.js';
import type { PredictedNetwork } from '../network-metrics.js';
import { barPlot } from './bar-plot.js';
import { calibrationPlot } from './calibration-plot.js';
import { scatterPlot } from './scatter-plot.js';

/** Plots of an evaluation: SVG documents by file name. */
export function evaluationPlots(
  device: string,
  predicted: readonly PredictedNetwork[],
): Readonly<Record<string, string>> {
  return {
    'predicted-against-measured.svg': predictedAgainstMeasured(device, predicted),
    'error-by-operation.svg': errorByOperation(device, predicted),
    'calibration.svg': calibration(device, predicted),
  };
}

function predictedAgainstMeasured(device: string, predicted: readonly PredictedNetwork[]): string {
  return scatterPlot({
    title: `Networks on ${device}`,
    xLabel: 'measured, ms',
    yLabel: 'predicted, ms',
    points: predicted.map((each) => {
      const { truthUs, predictedUs, halfWidthUs } = wholeNetwork(each);
      const label = each.network.name;
      return { label, x: truthUs / 1000, y: predictedUs / 1000, halfWidth: halfWidthUs / 1000 };
    }),
  });
}

function errorByOperation(device: string, predicted: readonly PredictedNetwork[]): string {
  const errors = new Map<string, number[]>();
  for (const { network, prediction } of predicted) {
    network.kernels.forEach(({ kernelGroup, operation = kernelGroup, latencyUs }, index) => {
      const error = 100 * relativeError(prediction.kernelsUs[index] as number, latencyUs);
      errors.set(operation, [...(errors.get(operation) ?? []), error]);
    });
  }
  const labels = { title: `Operations on ${device}`, xLabel: 'operation', yLabel: 'mean error, %' };
  const bars = [...errors].map(([operation, list]) => ({
    label: operation.replace(/_2D/, '').toLowerCase(),
    value: list.reduce((sum, error) => sum + error, 0) / list.length,
  }));
  return barPlot(
    labels,
    bars.sort((a, b) => b.value - a.value),
  );
}

function calibration(device: string, predicted: readonly PredictedNetwork[]): string {
  const scores = predicted.map((each) => {
    const { truthUs, predictedUs, halfWidthUs } = wholeNetwork(each);
    return Math.abs(predictedUs - truthUs) / halfWidthUs;
  });
  return calibrationPlot(`Intervals on ${device}`, scores);
}

/** From end to end where that was measured, else the sum of the kernels. */
function wholeNetwork({ network, prediction }: PredictedNetwork) {
  return network.endToEndUs === undefined
    ? {
        truthUs: network.operationSumUs,
        predictedUs: prediction.operationSumUs,
        halfWidthUs: prediction.operationHalfWidthUs,
      }
    : {
        truthUs: network.endToEndUs,
        predictedUs: prediction.endToEndUs,
        halfWidthUs: prediction.endToEndHalfWidthUs,
      };
}
