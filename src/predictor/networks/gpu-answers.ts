import { leftOutOf, type Graph, type LeftOut, type Operation } from '../../graph/index.js';
import {
  gpuCut,
  gpuGapOf,
  isWinogradTransform,
  type CutKernel,
  type GpuTarget,
} from '../../graph/kernels/index.js';
import { GpuKernelMemory } from '../features/gpu-kernel-memory.js';
import { learnedCutKernel } from '../features/graph-gpu-kernels.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import { SegmentMemory } from '../memory/segment-memory.js';
import { leftOut, placed, predictKernel, type KernelAnswer } from './kernel-answer.js';
import type { OperationPrediction } from './prediction.js';

/** Kernels, and segments of networks, whose predictions are kept; networks of a search space share far fewer. */
const mostRemembered = { kernels: 100_000, segments: 20_000 };

/** A kernel of a network and what it takes. */
interface AnsweredKernel {
  /** The operation that names it. */
  readonly index: number;
  readonly name: string;
  readonly answer: KernelAnswer;
}

/** What is told of a network's kernels, and what that leaves out. */
interface GpuNetworkAnswers {
  readonly operations: OperationPrediction[];
  readonly unknown: readonly LeftOut[];
}

/** What kernels on a GPU take, remembered by what they execute, and by the parts of networks that they are cut from. */
export class GpuAnswers {
  readonly #cut: (graph: Graph) => CutKernel[];
  readonly #kernels = new GpuKernelMemory<KernelAnswer>(mostRemembered.kernels);
  readonly #segments = new SegmentMemory<AnsweredKernel>(mostRemembered.segments);

  /**
   * `knowsTransforms`: Winograd's transforms are kernels of their own. Published tables have one row for its three launches: what is learned
   * from them stands for all three.
   */
  constructor(
    private readonly kernels: KernelSet,
    target: GpuTarget,
    private readonly knowsTransforms: boolean,
  ) {
    this.#cut = gpuCut(target);
  }

  /** The answer for each kernel that the GPU runs; operations that are linked to another one's kernel have none of their own. */
  of(graph: Graph): GpuNetworkAnswers {
    const known = graph.others === undefined ? this.#segments.recall(graph, placedIn) : undefined;
    if (known !== undefined) return { operations: known, unknown: [] };
    const answered: AnsweredKernel[] = [];
    for (const kernel of this.#cut(graph))
      if (this.#isTimed(kernel)) answered.push(this.#answer(graph, kernel));
    const operations = answered.map((kernel) => placedIn(kernel, 0));
    const unknown = leftOutOnGpu(graph, operations);
    // What is left out has its reason in a network's whole; only networks that are known whole are remembered.
    if (unknown.length === 0 && graph.others === undefined) this.#segments.remember(graph, answered, moved);
    return { operations, unknown };
  }

  #isTimed({ types }: CutKernel): boolean {
    return this.knowsTransforms || !isWinogradTransform(types[0] ?? '');
  }

  #answer(graph: Graph, kernel: CutKernel): AnsweredKernel {
    const { name, answer } = this.#kernels.recall(graph, kernel, (unknown, itsName) => {
      if (unknown.implementation === 'CPU') return leftOut(itsName, 'the GPU delegate does not execute it');
      const { kernelGroup, features } = learnedCutKernel(graph, unknown, itsName);
      return predictKernel(this.kernels, kernelGroup, features);
    });
    return { index: kernel.operationIndices[0] ?? 0, name, answer };
  }
}

function placedIn({ index, name, answer }: AnsweredKernel, start: number): OperationPrediction {
  return placed(answer, start + index, name);
}

function moved({ name, answer }: AnsweredKernel, index: number): AnsweredKernel {
  return { index, name, answer };
}

/** What the GPU's kernels do not hold. A run that is partly executed by the processor is one that the farm does not learn from. */
function leftOutOnGpu(graph: Graph, answers: readonly OperationPrediction[]): readonly LeftOut[] {
  const reasons = new Map<Operation | undefined, string>();
  for (const { index, leftOut: reason } of answers) {
    if (reason !== undefined) reasons.set(graph.operations[index], reason);
  }
  return leftOutOf(graph, (each, operation) => reasons.get(operation) ?? gpuGapOf(each, operation));
}
