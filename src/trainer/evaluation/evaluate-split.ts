import type { LearnerName } from '../../learning/learners/catalogue.js';
import { randomFromSeed, type Random } from '../../learning/random/random.js';
import { groupedFolds } from '../../learning/validation/cross-validation.js';
import { networksOnDevice, type PublishedMeasurements } from '../material/measured-device.js';
import { networkFamily, type MeasuredNetwork } from '../material/measured-networks.js';
import type { FitCosts } from '../training/learn-release.js';
import { networkMetrics, type NetworkMetrics, type PredictedNetwork } from './network-metrics.js';
import { fitNetworkModel } from './network-model.js';
import { mean, median } from '../../learning/validation/averages.js';

export interface EvaluateSplitOptions {
  readonly measurements: PublishedMeasurements;
  readonly device: string;
  /** What stays together: each network by itself, or whole families of networks, whose members share configurations. */
  readonly by: 'random' | 'family';
  readonly folds: number;
  /** How many times to deal networks out to folds anew. */
  readonly seeds: number;
  readonly learner: LearnerName | 'auto';
  readonly codeVersion: string;
  /** Scenario of the device, as `cores|precision`; its GPU where none is named. */
  readonly scenario?: string;
  /** Milliseconds of some clock that never goes back. */
  readonly monotonicMs: () => number;
  /** Told when a fold is done. */
  readonly onFold?: (done: number, total: number) => void;
}

/** Measures of every network once a seed, each predicted from the folds it is not in. */
export interface SplitEvaluation {
  readonly device: string;
  readonly by: 'random' | 'family';
  readonly folds: number;
  /** Median over the seeds, measure by measure. */
  readonly median: SplitMetrics;
  readonly seeds: readonly SplitMetrics[];
}

/** The measures, and what making predictors took: means over the folds. */
export interface SplitMetrics extends NetworkMetrics, FitCosts {}

/** Cross-validates on whole networks, again for every seed. Throws TRAINING_DATA_INVALID for a device the files have not. */
export function evaluateSplit(options: EvaluateSplitOptions): SplitEvaluation {
  const { device, by, folds } = options;
  const networks = networksOnDevice(options.measurements, device, options.scenario);
  const seeds = Array.from({ length: options.seeds }, (_, seed) => splitOnce(networks, seed, options));
  return { device, by, folds, median: medians(seeds), seeds };
}

/** The fold of each network. */
export function dealNetworks(
  networks: readonly MeasuredNetwork[],
  by: 'random' | 'family',
  folds: number,
  seed: number,
): Int32Array {
  const groups = networks.map(({ name }) => (by === 'family' ? networkFamily(name) : name));
  return groupedFolds(groups, folds, randomFromSeed(seed).split('folds'));
}

function splitOnce(
  networks: readonly MeasuredNetwork[],
  seed: number,
  options: EvaluateSplitOptions,
): SplitMetrics {
  const random = randomFromSeed(seed);
  const folds = dealNetworks(networks, options.by, options.folds, seed);
  const names = [...new Set(folds)].sort((a, b) => a - b);
  const results = names.map((fold) => {
    const result = predictFold(networks, folds, fold, random.split(`fold ${fold}`), { ...options, seed });
    options.onFold?.(seed * names.length + fold + 1, options.seeds * names.length);
    return result;
  });
  const costs = results.map((result) => result.costs);
  return {
    ...networkMetrics(results.flatMap(({ predicted }) => predicted)),
    fitSeconds: mean(costs.map(({ fitSeconds }) => fitSeconds)),
    selectionSeconds: mean(costs.map(({ selectionSeconds }) => selectionSeconds)),
    calibrationSeconds: mean(costs.map(({ calibrationSeconds }) => calibrationSeconds)),
  };
}

function predictFold(
  networks: readonly MeasuredNetwork[],
  folds: Int32Array,
  fold: number,
  random: Random,
  options: EvaluateSplitOptions & { readonly seed: number },
): { readonly predicted: PredictedNetwork[]; readonly costs: FitCosts } {
  const learned = networks.filter((_, index) => folds[index] !== fold);
  const model = fitNetworkModel(learned, { ...options, random });
  const predicted = networks
    .filter((_, index) => folds[index] === fold)
    .map((network) => ({ network, prediction: model.predict(network) }));
  return { predicted, costs: model };
}

function medians(seeds: readonly SplitMetrics[]): SplitMetrics {
  const of = (name: Exclude<keyof SplitMetrics, 'endToEndMape'>) => median(seeds.map((seed) => seed[name]));
  const endToEnd = seeds.map(({ endToEndMape }) => endToEndMape).filter((value) => value !== null);
  return {
    networks: of('networks'),
    operationMape: of('operationMape'),
    modelSumMape: of('modelSumMape'),
    within5: of('within5'),
    within10: of('within10'),
    endToEndMape: endToEnd.length === 0 ? null : median(endToEnd),
    coverage90: of('coverage90'),
    sumCoverage90: of('sumCoverage90'),
    halfWidth90: of('halfWidth90'),
    fitSeconds: of('fitSeconds'),
    selectionSeconds: of('selectionSeconds'),
    calibrationSeconds: of('calibrationSeconds'),
  };
}
