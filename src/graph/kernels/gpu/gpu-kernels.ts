import type { Graph, Operation } from '../../model/graph.js';
import { parseGpuModel } from './gpu-model.js';
import { kernelFeatures, operationLabel, type KernelFeatures } from './kernel-features.js';
import { linkElementwise } from './link.js';
import { mergeElementwise } from './merge-elementwise.js';
import type { Launch } from './model/gpu-graph.js';
import type { KernelImplementation } from './model/kernel-implementation.js';
import { TfliteView } from './model/tflite-view.js';
import { buildGpuGraph } from './parse/build-graph.js';
import { partition } from './partition/partition.js';
import { delegateChanges, parseRuntimeVersion } from './runtime-version.js';
import { convertOperations } from './select/convert-operations.js';
import type { SelectionContext } from './select/selection-context.js';
import { transform } from './transform/transform.js';

/** One launch on the GPU: an operation with all that is linked to it. Or an operation that is left to the CPU. */
export interface GpuKernel {
  /** The delegate's name without its node numbers: `convolution_2d_linked_:_add_linked_:_relu`; `cpu:<operator>` on the CPU. */
  readonly kernel: string;
  /** The name with node numbers, as a profile prints it: `convolution_2d 0 -> add 1 -> relu 2`. */
  readonly label: string;
  /** What it executes, the operation that gives the kernel its name first; a grouped convolution is `CONV_2D_GROUP`. */
  readonly operations: readonly string[];
  /** Indices of these operations in the graph. */
  readonly operationIndices: readonly number[];
  /** The delegate's class that executes it; `CPU` for an operation that the delegate leaves to the runtime. */
  readonly implementation: KernelImplementation | 'CPU';
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

/** A kernel as the cut leaves it, before it is described. */
export interface CutKernel {
  /** The delegate's names of what it executes, the kernel's own first, then what is linked to it; `cpu:<operator>` on the CPU. */
  readonly types: readonly string[];
  /** The numbers of the delegate's nodes beside {@link types}; −1 where there is none. */
  readonly nodeIds: readonly number[];
  /** Indices of the operations that it executes, the one that gives it its name first; some may stand there twice. */
  readonly operationIndices: readonly number[];
  readonly implementation: KernelImplementation | 'CPU';
}

/**
 * Cuts a network into what runs when the TFLite GPU delegate is applied to it, in execution order. The delegate takes the largest
 * part that it supports; that it rewrites, chooses kernels for by GPU and runtime version, and links. All else stays on the CPU.
 * Throws a GraphError: `INVALID_GPU_NAME` or `INVALID_RUNTIME_VERSION`; `GPU_DELEGATE_REFUSES` with the delegate's own words where it takes
 * a network and then fails on it, so that nothing of it runs on the GPU.
 */
export function gpuKernels(graph: Graph, target: GpuTarget): GpuKernel[] {
  return gpuCut(target)(graph).map((kernel) => describeKernel(graph, kernel));
}

/** The cut of {@link gpuKernels} for many networks: the target is read once, and kernels are not described. Throws as it does. */
export function gpuCut(target: GpuTarget): (graph: Graph) => CutKernel[] {
  const context: SelectionContext = {
    gpu: parseGpuModel(target.gpu),
    version: parseRuntimeVersion(target.runtimeVersion),
    precision: target.precision ?? 'float16',
  };
  return (graph) => cutGraph(graph, context);
}

function cutGraph(graph: Graph, context: SelectionContext): CutKernel[] {
  const view = new TfliteView(graph);
  const kernels: CutKernel[] = [];
  for (const { delegated, operations } of partition(view)) {
    if (delegated) kernels.push(...launchesOf(view, operations, context));
    else kernels.push(...operationsOnCpu(view, operations));
  }
  return kernels;
}

function operationsOnCpu(view: TfliteView, operations: readonly number[]): CutKernel[] {
  const kernels: CutKernel[] = [];
  for (const index of operations) {
    const operation = view.graph.operations[index] as Operation;
    if (isDoneOnce(view, operation)) continue;
    const types = [`cpu:${operation.operator}`];
    kernels.push({ types, nodeIds: [-1], operationIndices: [index], implementation: 'CPU' });
  }
  return kernels;
}

function launchesOf(view: TfliteView, operations: readonly number[], context: SelectionContext): Launch[] {
  const gpuGraph = buildGpuGraph(view, operations, context.version);
  transform(gpuGraph, view, context.version);
  const launches = convertOperations(gpuGraph, context);
  const merges = context.version >= delegateChanges.elementwiseMerging;
  return linkElementwise(gpuGraph, merges ? mergeElementwise(launches) : launches);
}

/** Whether an operation only unpacks what the file stores, which the runtime does once. */
function isDoneOnce(view: TfliteView, { operator, inputs }: Operation): boolean {
  const unpacks = operator === 'DEQUANTIZE' || operator === 'DENSIFY';
  return unpacks && inputs.every((tensor) => tensor < 0 || view.isConstant(tensor));
}

/** What stands between the names of linked operations in a kernel's name. */
export const linkMark = '_linked_:_';

function describeKernel(graph: Graph, kernel: CutKernel): GpuKernel {
  const { types, nodeIds, implementation } = kernel;
  const operationIndices: number[] = [];
  const operations: string[] = [];
  for (const index of kernel.operationIndices) {
    if (operationIndices.includes(index)) continue;
    operationIndices.push(index);
    operations.push(operationLabel(graph, graph.operations[index] as Operation));
  }
  let name = types[0] ?? '';
  let label = labelOf(name, nodeIds[0] ?? -1);
  for (let index = 1; index < types.length; index++) {
    const type = types[index] ?? '';
    name += linkMark + type;
    label += ` -> ${labelOf(type, nodeIds[index] ?? -1)}`;
  }
  const features = kernelFeatures(graph, graph.operations[operationIndices[0] ?? 0] as Operation);
  return { kernel: name, label, operations, operationIndices, implementation, features };
}

function labelOf(type: string, nodeId: number): string {
  return nodeId < 0 ? type : `${type} ${nodeId}`;
}
