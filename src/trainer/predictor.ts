import {
  describeGraph,
  featuresOf,
  GraphError,
  type Graph,
  type OperationDescription,
} from '../graph/index.js';
import { IntervalWidth, type Calibration } from './intervals.js';
import type { KernelPredictor } from './kernel-predictor.js';
import { KernelSet, type KernelSetPrediction } from './kernel-set.js';
import type { FeatureRecord } from './learners/feature-table.js';
import { endToEndUs, type Overhead } from './overhead.js';

/** Everything that answers for one (device model, scenario). */
export interface LoadedRelease {
  readonly id: string;
  readonly deviceModel: string;
  readonly scenarioKey: string;
  readonly version: number;
  readonly overhead: Overhead;
  readonly calibration: Calibration;
  readonly predictors: readonly KernelPredictor[];
}

/** What is predicted of one operation of a graph. */
export interface OperationPrediction {
  /** Index in the graph's operations. */
  readonly index: number;
  readonly operator: string;
  readonly predictedUs: number;
  /**
   * As {@link KernelSetPrediction} says; or `once`: it unpacks weights when the model is loaded and takes no time in a run; or
   * `none`: not an operation this program knows; counted as 0.
   */
  readonly source: KernelSetPrediction['source'] | 'once' | 'none';
  /** Outside what was learned from: not to be trusted. */
  readonly extrapolated: boolean;
}

export interface GraphPrediction {
  /** Operations and overhead, µs. */
  readonly totalUs: number;
  readonly overheadUs: number;
  /** Where the measured time lies with the calibration's coverage. */
  readonly interval: { readonly lowUs: number; readonly highUs: number; readonly coverage: number };
  readonly operations: readonly OperationPrediction[];
  /** Share of the total that was extrapolated, 0 to 1. */
  readonly extrapolatedShare: number;
}

export interface Predictor {
  predict(graph: Graph): GraphPrediction;
}

/** Makes the predictor of a release. It holds no connection and may be used for as long as wanted. */
export function createPredictor(release: LoadedRelease): Predictor {
  const kernels = new KernelSet(release.predictors);
  return { predict: (graph) => predictGraph(graph, release, kernels) };
}

function predictGraph(graph: Graph, release: LoadedRelease, kernels: KernelSet): GraphPrediction {
  const width = new IntervalWidth(release.calibration);
  let totalUs = 0;
  let extrapolatedUs = 0;
  const operations = describeGraph(graph).operations.map((description) => {
    const { index, operator } = description;
    const { measured, ...prediction } = predictOperation(description, kernels);
    const operation = { index, operator, ...prediction };
    width.add(operator, operation.predictedUs, measured);
    totalUs += operation.predictedUs;
    if (operation.extrapolated) extrapolatedUs += operation.predictedUs;
    return operation;
  });
  const operationSumUs = totalUs;
  totalUs = endToEndUs(release.overhead, operationSumUs, operations.length);
  const overheadUs = totalUs - operationSumUs;
  const halfWidth = width.halfWidthUs(totalUs);
  const { coverage } = release.calibration;
  return {
    totalUs,
    overheadUs,
    interval: { lowUs: Math.max(0, totalUs - halfWidth), highUs: totalUs + halfWidth, coverage },
    operations,
    extrapolatedShare: totalUs === 0 ? 0 : extrapolatedUs / totalUs,
  };
}

function predictOperation(
  description: OperationDescription,
  kernels: KernelSet,
): Pick<OperationPrediction, 'predictedUs' | 'source' | 'extrapolated'> & { readonly measured: boolean } {
  if (description.unpacksWeights)
    return { predictedUs: 0, source: 'once', extrapolated: false, measured: true };
  const features = knownFeatures(description);
  if (features === undefined) return { predictedUs: 0, source: 'none', extrapolated: true, measured: false };
  const { latencyUs, ...prediction } = kernels.predict(description.operator, features);
  return { predictedUs: latencyUs, ...prediction };
}

/** Features of an operation, `undefined` for one that this version of the program does not understand. */
function knownFeatures({ configuration }: OperationDescription): FeatureRecord | undefined {
  try {
    return featuresOf(configuration);
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}
