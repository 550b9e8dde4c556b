import type { LoadedRelease } from '../releases/release.js';
import type { GraphPrediction } from './prediction.js';

/** What is predicted of one network in one scenario, or why nothing is. Times in microseconds. */
export interface PredictionRow {
  readonly network: string;
  readonly device: string;
  readonly scenario: string;
  /** Version of the release that answered. */
  readonly release: number;
  readonly latencyUs: number | null;
  readonly lowUs: number | null;
  readonly highUs: number | null;
  /** Share of networks that the interval is to cover, 0 to 1. */
  readonly coverage: number | null;
  /** Share of the latency that lies outside what was measured, 0 to 1. */
  readonly extrapolatedShare: number | null;
  /** Operations that are not known, with how often each: such a network has no latency. */
  readonly unknown: string | null;
  readonly errorCode: string | null;
  readonly error: string | null;
}

/** Of a release, what a row names. */
type AnsweringRelease = Pick<LoadedRelease, 'deviceModel' | 'scenarioKey' | 'version'>;

/** The row of a network that was predicted. */
export function predictionRow(
  network: string,
  release: AnsweringRelease,
  prediction: GraphPrediction,
): PredictionRow {
  const row = emptyRow(network, release);
  if (!prediction.complete) {
    const unknown = prediction.unknown.map(({ operator, count }) => `${operator} ×${count}`);
    return { ...row, unknown: unknown.join(', ') };
  }
  const { totalUs, interval, extrapolatedShare } = prediction;
  const { lowUs, highUs, coverage } = interval;
  return { ...row, latencyUs: totalUs, lowUs, highUs, coverage, extrapolatedShare };
}

/** The row of a network that could not be predicted, and why. */
export function failureRow(
  network: string,
  release: AnsweringRelease,
  { code, message }: { readonly code: string; readonly message: string },
): PredictionRow {
  return { ...emptyRow(network, release), errorCode: code, error: message };
}

function emptyRow(network: string, { deviceModel, scenarioKey, version }: AnsweringRelease): PredictionRow {
  return {
    network,
    device: deviceModel,
    scenario: scenarioKey,
    release: version,
    latencyUs: null,
    lowUs: null,
    highUs: null,
    coverage: null,
    extrapolatedShare: null,
    unknown: null,
    errorCode: null,
    error: null,
  };
}
