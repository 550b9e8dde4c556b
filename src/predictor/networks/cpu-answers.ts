import { operandTable, type OperandTable } from '../../graph/description/operands.js';
import {
  describeGraph,
  featuresOf,
  gapOf,
  GraphError,
  type Graph,
  type Operation,
  type OperationDescription,
} from '../../graph/index.js';
import {
  cpuKernels,
  kernelConfiguration,
  microkernelOf,
  type CpuBackend,
  type CpuKernel,
} from '../../graph/kernels/index.js';
import type { FeatureRecord } from '../../learning/model/feature-table.js';
import { builtinGroup, cpuKernelGroup, xnnpackGroup } from '../features/cpu-kernels.js';
import type { KernelSet } from '../kernels/kernel-set.js';
import { leftOut, noTime, placed, predictKernel, type KernelAnswer } from './kernel-answer.js';
import { OperationMemory } from '../memory/operation-memory.js';
import type { OperationPrediction } from './prediction.js';

/** Configurations whose predictions are kept; networks of a search space share far fewer. */
const mostRemembered = 100_000;

/** What kernels on the CPU take, remembered by what they execute: one prediction for each operation of a graph. */
export class CpuAnswers {
  /** Of one configuration XNNPACK's kernel and the built-in one are different things. */
  private readonly memories = {
    builtin: new OperationMemory<KernelAnswer>(mostRemembered),
    xnnpack: new OperationMemory<KernelAnswer>(mostRemembered),
  };

  constructor(
    private readonly kernels: KernelSet,
    private readonly backend: CpuBackend,
  ) {}

  /**
   * A prediction for each operation, in their order. Throws a GraphError for a runtime version that cannot be read, where XNNPACK's cut
   * depends on it.
   */
  of(graph: Graph): OperationPrediction[] {
    const describe = new Describer(graph);
    if (this.backend.delegate === 'builtin') {
      return graph.operations.map((operation, index) =>
        placed(this.recall('builtin', describe, operation, index), index, operation.operator),
      );
    }
    const { kernels, absent } = cpuKernels(graph, this.backend);
    const answers = new Array<OperationPrediction>(graph.operations.length);
    for (const kernel of kernels) {
      const [index = 0] = kernel.operationIndices;
      const operation = withActivation(graph.operations[index] as Operation, kernel.activation);
      const answer = this.recall(kernel.by, describe, operation, index, kernel);
      answers[index] = placed(answer, index, operation.operator);
    }
    for (const { operationIndex: index, reason, into } of absent) {
      const { operator } = graph.operations[index] as Operation;
      answers[index] = placed(withoutKernel(operator, reason), index, operator, into);
    }
    return answers;
  }

  private recall(
    by: CpuKernel['by'],
    describe: Describer,
    operation: Operation,
    index: number,
    kernel?: CpuKernel,
  ): KernelAnswer {
    return this.memories[by].recall(describe.graph, operation, describe.operands, () =>
      this.predict(describe.graph, operation, index, describe.operation(index), kernel),
    );
  }

  private predict(
    graph: Graph,
    operation: Operation,
    index: number,
    description: OperationDescription,
    kernel: CpuKernel | undefined,
  ): KernelAnswer {
    const kernelGroup = this.groupOf(description.operator, kernel, () => microkernelOf(graph, index));
    const gap = gapOf(graph, operation);
    if (gap !== undefined) return leftOut(kernelGroup, gap);
    if (description.unpacksWeights) return withoutKernel(kernelGroup, 'folded');
    const features = knownFeatures(description, kernel?.activation);
    if (features === undefined) return leftOut(kernelGroup, 'its shapes or types are not understood');
    return predictKernel(this.kernels, kernelGroup, features);
  }

  /**
   * The group of an operation's kernel. The cut is not certain of every version what its delegate takes over: where an operator was measured
   * on the other side only, that is where it runs.
   */
  private groupOf(
    operator: string,
    kernel: CpuKernel | undefined,
    microkernel: () => string | undefined,
  ): string {
    if (kernel === undefined) return operator;
    const expected = cpuKernelGroup(operator, kernel.kernel, this.backend.delegate);
    if (this.kernels.has(expected)) return expected;
    const others =
      kernel.by === 'xnnpack' ? [builtinGroup(operator)] : [xnnpackGroup(operator, microkernel()), operator];
    return others.find((group) => this.kernels.has(group)) ?? expected;
  }
}

/** A graph with what is looked up in it, each made when it is first asked for. */
class Describer {
  readonly operands: OperandTable;
  private descriptions: readonly OperationDescription[] | undefined;

  constructor(readonly graph: Graph) {
    this.operands = operandTable(graph);
  }

  operation(index: number): OperationDescription {
    this.descriptions ??= describeGraph(this.graph).operations;
    return this.descriptions[index] as OperationDescription;
  }
}

function withActivation(operation: Operation, activation: string | undefined): Operation {
  if (activation === undefined) return operation;
  return { ...operation, attributes: { ...operation.attributes, fusedActivation: activation } };
}

/** No kernel is run for the operation in an inference, and it takes no time. */
function withoutKernel(kernelGroup: string, reason: 'fused' | 'folded'): KernelAnswer {
  const source = reason === 'fused' ? 'fused' : 'once';
  return { kernelGroup, predictedUs: noTime, source, extrapolated: false, distance: 0, measured: true };
}

/** Features of an operation, `undefined` for one that this version of the program does not understand. */
function knownFeatures(
  { configuration }: OperationDescription,
  activation: string | undefined,
): FeatureRecord | undefined {
  try {
    return featuresOf(kernelConfiguration(configuration, activation));
  } catch (error) {
    if (error instanceof GraphError) return undefined;
    throw error;
  }
}
