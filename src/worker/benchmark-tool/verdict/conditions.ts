import type { SampleStatistics } from '../report.js';
import type { RunConditions } from './expectation.js';
import type { VerdictThresholds } from './thresholds.js';

/** Why a run counts as throttled; `undefined` when it does not. */
export function throttlingReason(
  conditions: RunConditions,
  thresholds: VerdictThresholds,
): string | undefined {
  const { thermalStatus, meanClockShare, highestTemperatureC } = conditions;
  if (thermalStatus !== undefined && thermalStatus >= thresholds.thermalStatus) {
    return `Android's thermal status was ${thermalStatus}`;
  }
  if (meanClockShare !== undefined && meanClockShare < thresholds.meanClockShare) {
    return `the cores ran at ${percent(meanClockShare)} of their highest clock`;
  }
  if (highestTemperatureC !== undefined && highestTemperatureC > thresholds.temperatureC) {
    return `the phone was at ${highestTemperatureC} °C`;
  }
  return undefined;
}

/** Why a run counts as contended; `undefined` when it does not. */
export function contentionReason(
  { foreignCpuShare }: RunConditions,
  thresholds: VerdictThresholds,
): string | undefined {
  if (foreignCpuShare === undefined || foreignCpuShare <= thresholds.foreignCpuShare) return undefined;
  return `other processes took ${percent(foreignCpuShare)} of the cores`;
}

/** Why a run's inferences count as too unlike each other; `undefined` when they do not. */
export function noiseReason(inference: SampleStatistics, thresholds: VerdictThresholds): string | undefined {
  const { count, meanUs, stdUs } = inference;
  if (meanUs === undefined || stdUs === undefined || meanUs <= 0) return undefined;
  if (stdUs <= thresholds.clockGrainUs) return undefined;
  const relativeStd = stdUs / meanUs;
  if (relativeStd > thresholds.relativeStd)
    return `the inferences spread by ${percent(relativeStd)} of their mean`;
  const relativeError = relativeStd / Math.sqrt(count);
  if (relativeError <= thresholds.relativeStandardError) return undefined;
  return `the mean of ${count} inferences is known to ${percent(relativeError)} only`;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
