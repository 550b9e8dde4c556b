import type { LearnerName } from '../../learning/learners/catalogue.js';
import { randomFromSeed } from '../../learning/random/random.js';
import type { Overhead } from '../../predictor/totals/overhead.js';
import { networksOnDevice, selectNetworks, type PublishedMeasurements } from '../material/measured-device.js';
import type { FitCosts } from '../training/learn-release.js';
import { networkMetrics, type NetworkMetrics, type PredictedNetwork } from './network-metrics.js';
import { fitNetworkModel } from './network-model.js';

export interface EvaluateOpsOptions {
  readonly measurements: PublishedMeasurements;
  readonly device: string;
  /** Networks to learn from, and to judge by. */
  readonly trainModels: readonly string[];
  readonly testModels: readonly string[];
  readonly learner: LearnerName | 'auto';
  readonly seed: number;
  readonly codeVersion: string;
  /** Scenario of the device, as `cores|precision`; its GPU where none is named. */
  readonly scenario?: string;
  /** Milliseconds of some clock that never goes back. */
  readonly monotonicMs: () => number;
}

/** How predictors did on networks that they did not learn from, and what they took to make. */
export interface OpsEvaluation extends NetworkMetrics, FitCosts {
  readonly device: string;
  readonly learners: Readonly<Record<string, string>>;
  readonly overhead: Overhead;
}

/** The measures of an evaluation, and every network with what was predicted of it, for plots. */
export interface DetailedEvaluation {
  readonly metrics: OpsEvaluation;
  readonly predicted: readonly PredictedNetwork[];
}

/** Learns a device from some networks and predicts others. Throws TRAINING_DATA_INVALID for a device the files have not. */
export function evaluateOps(options: EvaluateOpsOptions): DetailedEvaluation {
  const { device, seed } = options;
  const networks = networksOnDevice(options.measurements, device, options.scenario);
  const model = fitNetworkModel(selectNetworks(networks, options.trainModels), {
    ...options,
    random: randomFromSeed(seed),
  });
  const predicted = selectNetworks(networks, options.testModels).map((network) => ({
    network,
    prediction: model.predict(network),
  }));
  const { fitSeconds, selectionSeconds, calibrationSeconds, learners, overhead } = model;
  const costs = { fitSeconds, selectionSeconds, calibrationSeconds };
  return { metrics: { device, ...networkMetrics(predicted), ...costs, learners, overhead }, predicted };
}
