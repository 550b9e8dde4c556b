import type { Graph } from '../../graph/index.js';
import {
  gpuKernels,
  isWinogradTransform,
  withWinogradAsOne,
  type GpuKernel,
  type GpuTarget,
} from '../../graph/kernels/index.js';
import { gpuKernelKey, learnedGpuKernel, type LearnedGpuKernel } from '../features/graph-gpu-kernels.js';
import type { LoadedRelease } from '../releases/release.js';
import { NetworkTotal } from '../totals/network-total.js';
import { KernelSet, type KernelSetPrediction } from '../kernels/kernel-set.js';
import { CpuAnswers, type KernelAnswer } from './cpu-answers.js';

/** What is predicted of one operation of a graph. */
export interface OperationPrediction {
  /** Index in the graph's operations; of a GPU kernel the first of its operations. */
  readonly index: number;
  /** TFLite's name; of a GPU kernel the delegate's, with all that is linked to it. */
  readonly operator: string;
  readonly predictedUs: number;
  /**
   * As {@link KernelSetPrediction} says; or `fused`: the kernel of another operation does its work, and it takes no time of its own; or
   * `once`: it unpacks weights when the model is loaded and takes no time in a run; or `none`: not an operation this program knows;
   * counted as 0.
   */
  readonly source: KernelSetPrediction['source'] | 'fused' | 'once' | 'none';
  /** The operation whose kernel does the work of one that is fused. */
  readonly into?: number;
  /** Outside what was learned from: not to be trusted. */
  readonly extrapolated: boolean;
  /** How far outside, as {@link KernelSetPrediction} says; 0 inside. */
  readonly distance: number;
  /** This very configuration was among those learned from. */
  readonly measured: boolean;
  /** Kernels that are learned together with this one. */
  readonly kernelGroup: string;
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

export interface PredictorOptions {
  /** The phone's GPU, for scenarios of the GPU delegate: `adreno640`. It decides which kernels are run. The release's by default. */
  readonly gpu?: string;
}

/** Configurations whose predictions are kept; networks of a search space share far fewer. */
const mostRemembered = 100_000;

/**
 * Makes the predictor of a release. It holds no connection and may be used for as long as wanted. What it said of an operation
 * configuration it says again without computing, because the networks of a search space are made of the same operations.
 */
export function createPredictor(
  release: LoadedRelease,
  { gpu = release.gpu ?? 'unknown' }: PredictorOptions = {},
): Predictor {
  const kernels = new KernelSet(release.predictors);
  const { delegate, runtimeVersion } = release.scenario;
  if (delegate === 'gpu') {
    const target = { gpu, runtimeVersion };
    const remembered = new Map<string, KernelAnswer>();
    // Published tables have one row for Winograd's three launches: what is learned from them stands for all three.
    const cut = release.predictors.some(({ facts }) => isWinogradTransform(facts.kernelGroup))
      ? gpuKernels
      : (graph: Graph, of: GpuTarget) => withWinogradAsOne(gpuKernels(graph, of));
    return {
      predict: (graph) => predictGraph(release, gpuAnswers(cut(graph, target), kernels, remembered)),
    };
  }
  const answers = new CpuAnswers(kernels, { delegate, runtimeVersion });
  return { predict: (graph) => predictGraph(release, answers.of(graph)) };
}

/** The answer for each kernel that the GPU runs; operations that are linked to another one's kernel have none of their own. */
function gpuAnswers(
  launched: readonly GpuKernel[],
  kernels: KernelSet,
  remembered: Map<string, KernelAnswer>,
): OperationPrediction[] {
  return launched.map((kernel) => {
    const key = gpuKernelKey(kernel);
    let answer = remembered.get(key);
    if (answer === undefined) {
      answer = predictKernel(learnedGpuKernel(kernel), kernels);
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(key, answer);
    }
    return placed(answer, kernel.operationIndices[0] ?? 0, kernel.kernel);
  });
}

function predictKernel({ kernelGroup, features }: LearnedGpuKernel, kernels: KernelSet): KernelAnswer {
  const { latencyUs, ...prediction } = kernels.predict(kernelGroup, features);
  return { kernelGroup, predictedUs: latencyUs, ...prediction };
}

/** Member by member: spreading two objects would take as long as all the rest of a prediction. */
function placed(answer: KernelAnswer, index: number, operator: string): OperationPrediction {
  const { kernelGroup, predictedUs, source, extrapolated, distance, measured } = answer;
  return { index, operator, kernelGroup, predictedUs, source, extrapolated, distance, measured };
}

function predictGraph(release: LoadedRelease, operations: readonly OperationPrediction[]): GraphPrediction {
  const sum = new NetworkTotal(release.overhead, release.calibration);
  let extrapolatedUs = 0;
  for (const operation of operations) {
    if (operation.source === 'fused') continue;
    sum.add(operation.kernelGroup, operation.predictedUs, operation);
    if (operation.extrapolated) extrapolatedUs += operation.predictedUs;
  }
  const { operationSumUs, totalUs, halfWidthUs } = sum.total();
  const { coverage } = release.calibration;
  return {
    totalUs,
    overheadUs: totalUs - operationSumUs,
    interval: { lowUs: Math.max(0, totalUs - halfWidthUs), highUs: totalUs + halfWidthUs, coverage },
    operations,
    extrapolatedShare: totalUs === 0 ? 0 : extrapolatedUs / totalUs,
  };
}
