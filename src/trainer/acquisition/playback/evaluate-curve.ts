import { trainerError } from '../../errors.js';
import {
  networksOnDevice,
  selectNetworks,
  type PublishedMeasurements,
} from '../../material/measured-device.js';
import { learningCurves, type CurvePoint } from './learning-curves.js';

export interface EvaluateCurveOptions {
  readonly measurements: PublishedMeasurements;
  readonly device: string;
  /** Scenario of the devices, as `cores|precision`; their GPUs where none is named. */
  readonly scenario?: string;
  /** Devices that were profiled on all training networks. */
  readonly sources: readonly string[];
  readonly trainModels: readonly string[];
  readonly testModels: readonly string[];
  readonly budgets: readonly number[];
  readonly strategies: readonly string[];
  /** Campaigns played for each strategy, with seeds 1, 2, … */
  readonly seeds: number;
  readonly onCampaign?: (done: number, total: number) => void;
}

/** One strategy at one budget over all seeds. */
export interface CurveSummary {
  readonly strategy: string;
  readonly budget: number;
  /** Median, least and most over seeds. */
  readonly modelSumMape: Spread;
  readonly phoneSeconds: Spread;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface CurveEvaluation {
  readonly device: string;
  readonly sources: readonly string[];
  readonly poolSize: number;
  readonly points: readonly CurvePoint[];
  readonly summary: readonly CurveSummary[];
}

/**
 * Plays campaigns on a device against a table of measurements. Throws TRAINING_DATA_INVALID for a device that the table has not,
 * TRANSFER_SOURCES_INVALID when the device is a source of itself, and what {@link learningCurves} throws.
 */
export function evaluateCurve(options: EvaluateCurveOptions): CurveEvaluation {
  const { measurements, device, sources, trainModels, seeds } = options;
  if (sources.includes(device)) {
    throw trainerError('TRANSFER_SOURCES_INVALID', `${device} cannot be learned from itself.`, {
      details: { device },
    });
  }
  const networks = networksOnDevice(measurements, device, options.scenario);
  const { poolSize, points } = learningCurves({
    ...options,
    train: selectNetworks(networks, trainModels),
    test: selectNetworks(networks, options.testModels),
    sources: sources.map((source) =>
      selectNetworks(networksOnDevice(measurements, source, options.scenario), trainModels),
    ),
    seeds: Array.from({ length: seeds }, (_, index) => index + 1),
  });
  return { device, sources, poolSize, points, summary: summarizeCurves(points) };
}

/** Points of equal strategy and budget together, in the order in which they first come. */
export function summarizeCurves(points: readonly CurvePoint[]): CurveSummary[] {
  const groups = new Map<string, CurvePoint[]>();
  for (const point of points) {
    const key = `${point.strategy} ${point.budget}`;
    groups.set(key, [...(groups.get(key) ?? []), point]);
  }
  return [...groups.values()].map((group) => ({
    strategy: (group[0] as CurvePoint).strategy,
    budget: (group[0] as CurvePoint).budget,
    modelSumMape: spreadOf(group.map(({ modelSumMape }) => modelSumMape)),
    phoneSeconds: spreadOf(group.map(({ phoneSeconds }) => phoneSeconds)),
  }));
}

/** Median (of an even number of values the mean of the middle two), least and most of at least one value. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] as number;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] as number;
  return { median: (lower + upper) / 2, least: sorted[0] as number, most: sorted.at(-1) as number };
}
