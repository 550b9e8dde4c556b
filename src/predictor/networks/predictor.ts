import { gapOf, leftOutOf, type Graph, type LeftOut, type Operation } from '../../graph/index.js';
import { gpuCut, isWinogradTransform, type CutKernel } from '../../graph/kernels/index.js';
import { GpuKernelMemory } from '../features/gpu-kernel-memory.js';
import { learnedCutKernel } from '../features/graph-gpu-kernels.js';
import { workTargetOf } from '../work/network-work.js';
import { predictByRates } from './rate-predictions.js';
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
  const { rates } = release;
  const { delegate, runtimeVersion } = release.scenario;
  if (rates !== undefined) {
    const target = workTargetOf(release.scenario, rates.facts.gpu ?? gpu);
    return { predict: (graph) => predictByRates(rates, graph, target) };
  }
  const kernels = new KernelSet(release.predictors);
  if (delegate === 'gpu') {
    const cut = gpuCut({ gpu, runtimeVersion });
    const remembered = new GpuKernelMemory<KernelAnswer>(mostRemembered);
    // Published tables have one row for Winograd's three launches: what is learned from them stands for all three.
    const knowsTransforms = release.predictors.some(({ facts }) => isWinogradTransform(facts.kernelGroup));
    const isTimed = ({ types }: CutKernel): boolean =>
      knowsTransforms || !isWinogradTransform(types[0] ?? '');
    return {
      predict: (graph) => {
        const answers = gpuAnswers(graph, cut(graph).filter(isTimed), kernels, remembered);
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
  graph: Graph,
  cut: readonly CutKernel[],
  kernels: KernelSet,
  remembered: GpuKernelMemory<KernelAnswer>,
): OperationPrediction[] {
  const predict = (kernel: CutKernel, name: string): KernelAnswer => {
    if (kernel.implementation === 'CPU') return leftOut(name, 'the GPU delegate does not execute it');
    const { kernelGroup, features } = learnedCutKernel(graph, kernel, name);
    return predictKernel(kernels, kernelGroup, features);
  };
  return cut.map((kernel) => {
    const { name, answer } = remembered.recall(graph, kernel, predict);
    return placed(answer, kernel.operationIndices[0] ?? 0, name);
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
