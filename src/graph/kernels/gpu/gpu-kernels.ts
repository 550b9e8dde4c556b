import type { Graph, Operation } from '../../graph.js';
import { parseGpuModel } from './gpu-model.js';
import { importGraph } from './import-graph.js';
import { kernelFeatures, operationLabel, type KernelFeatures } from './kernel-features.js';
import { linkElementwise, linkMark, orderAssociativeInputs } from './link.js';
import { mergeElementwise } from './merge-elementwise.js';
import type { GpuGraph, GpuNode, ValueShape } from './node.js';
import { delegateChanges, parseRuntimeVersion } from './runtime-version.js';
import { selectImplementation, type KernelImplementation, type SelectionContext } from './select.js';
import { transform } from './transformations.js';

/** One launch on the GPU: an operation with all that is linked to it. */
export interface GpuKernel {
  /** The delegate's name without its node numbers: `convolution_2d_linked_:_add_linked_:_relu`. */
  readonly kernel: string;
  /** What it executes, the operation that gives the kernel its name first; a grouped convolution is `CONV_2D_GROUP`. */
  readonly operations: readonly string[];
  /** Indices of these operations in the graph. */
  readonly operationIndices: readonly number[];
  readonly implementation: KernelImplementation;
  readonly features: KernelFeatures;
}

export interface GpuTarget {
  /** GPU by name, e.g. `adreno640`. */
  readonly gpu: string;
  /** Version of TFLite or LiteRT, e.g. `2.10`. */
  readonly runtimeVersion: string;
  /** Arithmetic of the kernels: float16 unless the benchmark is told not to lose precision. */
  readonly precision?: 'float16' | 'float32';
}

/**
 * Cuts a network into the kernels that the TFLite GPU delegate launches for it, in execution order: the graph's rewriting,
 * the linking of elementwise operations and the choice of kernels by GPU and runtime version. Throws a GraphError for a GPU
 * or a version that cannot be read.
 */
export function gpuKernels(graph: Graph, target: GpuTarget): GpuKernel[] {
  const context: SelectionContext = {
    gpu: parseGpuModel(target.gpu),
    version: parseRuntimeVersion(target.runtimeVersion),
    precision: target.precision ?? 'float16',
  };
  const gpuGraph = importGraph(graph, context.version);
  transform(gpuGraph);
  orderAssociativeInputs(gpuGraph);
  const implementations = new Map(
    gpuGraph.nodes.map((node) => [node, selectImplementation(node, outputShape(gpuGraph, node), context)]),
  );
  if (context.version >= delegateChanges.elementwiseMerging) mergeElementwise(gpuGraph);
  linkElementwise(gpuGraph);
  return gpuGraph.nodes.map((node) => describeKernel(graph, node, implementations.get(node) ?? 'Other'));
}

function outputShape(graph: GpuGraph, node: GpuNode): ValueShape {
  return graph.shapes[node.outputs[0] as number] as ValueShape;
}

function describeKernel(graph: Graph, node: GpuNode, implementation: KernelImplementation): GpuKernel {
  const operations = node.operationIndices.map((index) => graph.operations[index] as Operation);
  return {
    kernel: kernelName(node, implementation),
    operations: operations.map((operation) => operationLabel(graph, operation)),
    operationIndices: node.operationIndices,
    implementation,
    features: kernelFeatures(graph, operations[0] as Operation),
  };
}

/** Winograd's algorithm runs as three launches; the middle one names the kernel and carries no linked operations. */
function kernelName(node: GpuNode, implementation: KernelImplementation): string {
  if (implementation !== 'Winograd4x4To6x6') return node.type;
  const [own = node.type] = node.type.split(linkMark, 1);
  return own.replace('convolution_2d', 'convolution_winograd_4x4_6x6');
}
