import { gapOf, leftOutOf, type Graph, type LeftOut, type Operation } from '../../graph/index.js';
import {
  gpuKernels,
  isWinogradTransform,
  withWinogradAsOne,
  type GpuKernel,
  type GpuTarget,
} from '../../graph/kernels/index.js';
import { gpuKernelKey, learnedGpuKernel } from '../features/graph-gpu-kernels.js';
import type { LoadedRelease } from '../releases/release.js';
import { KernelSet } from '../kernels/kernel-set.js';
import { addUp } from './add-up.js';
import { CpuAnswers } from './cpu-answers.js';
import { FollowedAnswers } from './followed-answers.js';
import { leftOut, placed, predictKernel, type KernelAnswer } from './kernel-answer.js';
import type { GraphPrediction, OperationPrediction } from './prediction.js';

export interface Predictor {
  predict(graph: Graph): GraphPrediction;
}

export interface PredictorOptions {
  /** The phone's GPU, for scenarios of the GPU delegate: `adreno640`. It decides which kernels are run. The release's by default. */
  readonly gpu?: string;
}

/** How names of kernels begin that stand for operations which the GPU delegate leaves to the processor. */
const onProcessor = 'cpu:';

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
      predict: (graph) => {
        const answers = gpuAnswers(cut(graph, target), kernels, remembered);
        return addUp(release, answers, leftOutOnGpu(graph, answers));
      },
    };
  }
  const answers = new CpuAnswers(kernels, { delegate, runtimeVersion });
  return {
    predict: (graph) => {
      const followed = new FollowedAnswers(graph, (each) => answers.of(each));
      return addUp(release, followed.of(graph), followed.leftOut());
    },
  };
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
      answer = kernel.kernel.startsWith(onProcessor)
        ? leftOut(kernel.kernel, 'the GPU delegate does not execute it')
        : predictGpuKernel(kernels, kernel);
      if (remembered.size >= mostRemembered) remembered.clear();
      remembered.set(key, answer);
    }
    return placed(answer, kernel.operationIndices[0] ?? 0, kernel.kernel);
  });
}

/** What the GPU's kernels do not hold. A run that is partly executed by the processor is one that the farm does not learn from. */
function leftOutOnGpu(graph: Graph, answers: readonly OperationPrediction[]): readonly LeftOut[] {
  const reasons = new Map<Operation | undefined, string>();
  for (const { index, leftOut: reason } of answers) {
    if (reason !== undefined) reasons.set(graph.operations[index], reason);
  }
  return leftOutOf(graph, (each, operation) => reasons.get(operation) ?? gapOf(each, operation));
}

function predictGpuKernel(kernels: KernelSet, kernel: GpuKernel): KernelAnswer {
  const { kernelGroup, features } = learnedGpuKernel(kernel);
  return predictKernel(kernels, kernelGroup, features);
}
