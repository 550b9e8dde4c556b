import type { SamplePrediction } from './sample-predictors.js';

/** What is predicted beside a measurement; microseconds. */
export interface PredictedTotal {
  /** What the release that answers now says; it may have learned from this measurement. Null where it says nothing. */
  readonly predictedUs: number | null;
  readonly lowUs: number | null;
  readonly highUs: number | null;
  /** Relative to the measurement, positive when predicted too long. */
  readonly errorPercent: number | null;
  /** Whether what was measured lies in the interval. */
  readonly inInterval: boolean | null;
  /** Why nothing is predicted. */
  readonly notPredicted: string | null;
  readonly releaseVersion: number | null;
}

const nothing = { predictedUs: null, lowUs: null, highUs: null, errorPercent: null, inInterval: null };

/** A prediction beside the time that was measured; null where none was. */
export function predictedTotal(predicted: SamplePrediction, measuredUs: number | null): PredictedTotal {
  if ('reason' in predicted) return { ...nothing, notPredicted: predicted.reason, releaseVersion: null };
  const { prediction, release } = predicted;
  const releaseVersion = release.version;
  if (!prediction.complete) {
    const left = prediction.unknown.map(({ operator, count }) => `${operator} ×${count}`).join(', ');
    return { ...nothing, notPredicted: `not known whole: ${left}`, releaseVersion };
  }
  const { totalUs: predictedUs, interval } = prediction;
  const { lowUs, highUs } = interval;
  return {
    ...{ predictedUs, lowUs, highUs, releaseVersion, notPredicted: null },
    errorPercent: measuredUs === null ? null : (100 * (predictedUs - measuredUs)) / measuredUs,
    inInterval: measuredUs === null ? null : measuredUs >= lowUs && measuredUs <= highUs,
  };
}
