import {
  describeGraph,
  gapOf,
  GraphError,
  isTfliteVersion,
  leftOutOf,
  type Graph,
  type LeftOut,
  type Operation,
} from '../../graph/index.js';
import {
  cpuKernels,
  gpuGapOf,
  type AbsentOperation,
  type CpuBackend,
  type GpuTarget,
} from '../../graph/kernels/index.js';
import { knownExecutor, type Delegate } from '../../graph/precision/delegates.js';
import { graphGpuKernels } from '../features/graph-gpu-kernels.js';
import { addBuiltinWork } from './builtin-work.js';
import { gpuWork } from './gpu-work.js';
import { builtinPrefix, workOfAll, WorkSum, type Work } from './work.js';

/** Who executes a network: TFLite's built-in CPU kernels, XNNPACK's, or a GPU's delegate. */
export type WorkTarget = CpuBackend | ({ readonly delegate: 'gpu' } & GpuTarget);

/**
 * Who executes networks in a scenario. What a runtime that is no TFLite makes of them is not known, nor what happens inside a black box: their
 * operations are counted one by one, whatever executes them.
 */
export function workTargetOf(
  { delegate: asked, runtimeVersion }: { readonly delegate: Delegate; readonly runtimeVersion: string },
  gpu: string,
): WorkTarget {
  const delegate = knownExecutor(asked);
  if (!isTfliteVersion(runtimeVersion)) return { delegate: 'builtin', runtimeVersion };
  return delegate === 'gpu' ? { delegate, gpu, runtimeVersion } : { delegate, runtimeVersion };
}

/** What a kernel of a network is to a processor. */
export interface KernelWork {
  /** Of the operation that names the kernel. */
  readonly operationIndex: number;
  /** TFLite's name; of a GPU kernel the delegate's, with all that is linked to it. */
  readonly operator: string;
  readonly work: Work;
}

/** A network kernel by kernel. */
export interface KernelsOfNetwork {
  readonly kernels: readonly KernelWork[];
  /** Operations that no kernel is run for. */
  readonly absent: readonly AbsentOperation[];
  /** What no work can be told of; empty where the network is known whole. */
  readonly unknown: readonly LeftOut[];
}

/** What every inference is but its kernels. */
const workOfInference: Work = { constant: 1 };

/**
 * What a network is to a processor. Throws a GraphError for GPUs or versions that this program does not know, and UNKNOWN_OPERATOR for a
 * network that is not known whole.
 */
export function networkWork(graph: Graph, target: WorkTarget): Work {
  const network = kernelsOfNetwork(graph, target);
  const [first] = network.unknown;
  if (first !== undefined) {
    const { operator, reason } = first;
    throw new GraphError('UNKNOWN_OPERATOR', `${operator} has no work that is known: ${reason}`, {
      operator,
    });
  }
  return workOfKernels(network);
}

/** The work of one inference: of all kernels that are known, and what every inference is besides. */
export function workOfKernels({ kernels }: Pick<KernelsOfNetwork, 'kernels'>): Work {
  return workOfAll([workOfInference, ...kernels.map(({ work }) => work)]);
}

/** The same kernel by kernel, with what is not known of it. Throws a GraphError for GPUs or versions that this program does not know. */
export function kernelsOfNetwork(graph: Graph, target: WorkTarget): KernelsOfNetwork {
  const reasons = new Map<Operation | undefined, string>();
  const gap = target.delegate === 'gpu' ? gpuGapOf : gapOf;
  const { launches, absent } =
    target.delegate === 'gpu' ? gpuLaunches(graph, target) : cpuLaunches(graph, target);
  const kernels = launches.flatMap(({ operationIndex, operator, work }): KernelWork[] => {
    const operation = graph.operations[operationIndex];
    const counted = operation === undefined ? undefined : (gap(graph, operation) ?? countedWork(work));
    if (typeof counted === 'object') return [{ operationIndex, operator, work: counted }];
    reasons.set(operation, counted ?? 'no operation');
    return [];
  });
  const unknown = leftOutOf(graph, (each, operation) => reasons.get(operation) ?? gap(each, operation));
  return { kernels, absent, unknown };
}

/** A kernel before its work is counted; a reason where that cannot be. */
interface Launch {
  readonly operationIndex: number;
  readonly operator: string;
  readonly work: () => Work | string;
}

function countedWork(count: Launch['work']): Work | string {
  try {
    return count();
  } catch (error) {
    if (error instanceof GraphError) return 'its shapes or types are not understood';
    throw error;
  }
}

function gpuLaunches(graph: Graph, target: GpuTarget) {
  const launches = graphGpuKernels(graph, target).map((kernel): Launch => {
    const { operationIndex, name } = kernel;
    const isOnCpu = name.startsWith('cpu:');
    const work = () => (isOnCpu ? 'the GPU delegate does not execute it' : gpuWork(kernel));
    return { operationIndex, operator: name, work };
  });
  return { launches, absent: [] };
}

function cpuLaunches(graph: Graph, backend: CpuBackend) {
  const { kernels, absent } = cpuKernels(graph, backend);
  const { operations } = describeGraph(graph);
  const launches = kernels.map((kernel): Launch => {
    const [operationIndex = 0] = kernel.operationIndices;
    const operator = graph.operations[operationIndex]?.operator ?? '';
    // What XNNPACK leaves to the built-in kernels runs at their rates.
    const left = backend.delegate === 'xnnpack' && kernel.by === 'builtin';
    const work = () => {
      const sum = new WorkSum(left ? builtinPrefix : '');
      const description = operations[operationIndex];
      if (description !== undefined) addBuiltinWork(description.configuration, sum);
      return sum.work();
    };
    return { operationIndex, operator, work };
  });
  return { launches, absent };
}
