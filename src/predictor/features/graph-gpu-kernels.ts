import {
  graphOfConfigurations,
  type Graph,
  type Operation,
  type OperationConfiguration,
} from '../../graph/index.js';
import {
  gpuKernels,
  kernelFeatures,
  operationLabel,
  type CutKernel,
  type FeatureValue,
  type GpuKernel,
  type GpuTarget,
  type KernelFeatures,
} from '../../graph/kernels/index.js';
import { parseKernelName } from './kernel-name.js';
import type { OperationSizes } from './operation-sizes.js';
import type { FeatureRecord } from '../../learning/model/feature-table.js';
import { gpuKernelFeatures, gpuKernelGroup, type GpuKernelDescription } from './gpu-kernel-features.js';

/** A kernel as learners see it. */
export interface LearnedGpuKernel {
  readonly kernelGroup: string;
  readonly features: FeatureRecord;
}

/** A kernel that a GPU runs for a graph. */
export interface GraphGpuKernel extends LearnedGpuKernel {
  /** Index of the operation that names the kernel. */
  readonly operationIndex: number;
  /** The delegate's name, with what is linked: `convolution_2d_linked_:_relu`. */
  readonly name: string;
}

/** The kernels of a network on a GPU, in execution order. Throws a GraphError for a GPU or version that cannot be read. */
export function graphGpuKernels(graph: Graph, target: GpuTarget): GraphGpuKernel[] {
  return gpuKernels(graph, target).map((kernel) => ({
    operationIndex: kernel.operationIndices[0] ?? 0,
    name: kernel.kernel,
    ...learnedGpuKernel(kernel),
  }));
}

/** What learners see of a kernel. */
function learnedGpuKernel({ kernel, operations, features }: GpuKernel): LearnedGpuKernel {
  return learned(describe(operations[0] ?? '', features, kernel));
}

/** What learners see of a kernel of a graph that the delegate calls `name`. */
export function learnedCutKernel(
  graph: Graph,
  { operationIndices }: CutKernel,
  name: string,
): LearnedGpuKernel {
  const operation = graph.operations[operationIndices[0] ?? 0] as Operation;
  return learned(describe(operationLabel(graph, operation), kernelFeatures(graph, operation), name));
}

/** What learners see of a measured kernel: the operation's configuration, and the name that the delegate gave the kernel. */
export function measuredGpuKernel(configuration: OperationConfiguration, kernel: string): LearnedGpuKernel {
  const graph = graphOfConfigurations([configuration]);
  const [operation] = graph.operations;
  if (operation === undefined) throw new RangeError('a graph of one configuration has one operation');
  return learned(describe(operationLabel(graph, operation), kernelFeatures(graph, operation), kernel));
}

function learned(description: GpuKernelDescription): LearnedGpuKernel {
  return { kernelGroup: gpuKernelGroup(description), features: gpuKernelFeatures(description) };
}

function describe(operation: string, features: KernelFeatures, kernel: string): GpuKernelDescription {
  return { operation, features: operationSizes(features), name: parseKernelName(kernel) };
}

/** The same sizes under this program's names; what has no meaning for the operation is left out. */
function operationSizes(features: KernelFeatures): OperationSizes {
  const named: Readonly<Record<keyof OperationSizes, FeatureValue>> = {
    inputSide: features.Input_shape,
    inputChannels: features.Input_channel,
    outputSide: features.Output_shape,
    stride: features.Stride,
    kernel: features.Kernel,
    filters: features.Filter,
    groups: features.Group,
    flops: features.FLOPS,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== '-'));
}
