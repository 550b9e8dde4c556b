import type { Graph, Operation } from '../../graph.js';
import { parseGpuModel } from './gpu-model.js';
import { kernelFeatures, operationLabel, type KernelFeatures } from './kernel-features.js';
import { linkElementwise } from './link.js';
import { mergeElementwise } from './merge-elementwise.js';
import { TfliteView } from './model/tflite-view.js';
import { buildGpuGraph } from './parse/build-graph.js';
import { partition } from './partition/partition.js';
import { delegateChanges, parseRuntimeVersion } from './runtime-version.js';
import { convertOperations } from './select/convert-operations.js';
import type { KernelImplementation, Launch } from './select/launch.js';
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

/**
 * Cuts a network into what runs when the TFLite GPU delegate is applied to it, in execution order. The delegate takes the largest
 * part that it supports; that it rewrites, chooses kernels for by GPU and runtime version, and links. All else stays on the CPU.
 * Throws a GraphError: `INVALID_GPU_NAME` or `INVALID_RUNTIME_VERSION`; `GPU_DELEGATE_REFUSES` with the delegate's own words where it takes
 * a network and then fails on it, so that nothing of it runs on the GPU.
 */
export function gpuKernels(graph: Graph, target: GpuTarget): GpuKernel[] {
  const context: SelectionContext = {
    gpu: parseGpuModel(target.gpu),
    version: parseRuntimeVersion(target.runtimeVersion),
    precision: target.precision ?? 'float16',
  };
  const view = new TfliteView(graph);
  const kernels: GpuKernel[] = [];
  for (const { delegated, operations } of partition(view)) {
    if (delegated) {
      for (const launch of launchesOf(view, operations, context)) kernels.push(describeLaunch(graph, launch));
      continue;
    }
    for (const index of operations) {
      const operation = graph.operations[index] as Operation;
      if (!isDoneOnce(view, operation)) kernels.push(describeCpu(graph, operation, index));
    }
  }
  return kernels;
}

function launchesOf(view: TfliteView, operations: readonly number[], context: SelectionContext): Launch[] {
  const gpuGraph = buildGpuGraph(view, operations, context.version);
  transform(gpuGraph, view, context.version);
  const list = convertOperations(gpuGraph, context);
  const merged =
    context.version >= delegateChanges.elementwiseMerging ? mergeElementwise(list) : list.launches;
  return linkElementwise(merged, list);
}

/** Whether an operation only unpacks what the file stores, which the runtime does once. */
function isDoneOnce(view: TfliteView, { operator, inputs }: Operation): boolean {
  const unpacks = operator === 'DEQUANTIZE' || operator === 'DENSIFY';
  return unpacks && inputs.every((tensor) => tensor < 0 || view.isConstant(tensor));
}

/** What stands between the names of linked operations in a kernel's name. */
const linkMark = '_linked_:_';

function describeLaunch(graph: Graph, launch: Launch): GpuKernel {
  const { types, nodeIds, implementation } = launch;
  const operationIndices = [...new Set(launch.operationIndices)];
  const operations = operationIndices.map((index) => graph.operations[index] as Operation);
  return {
    kernel: types.join(linkMark),
    label: types.map((type, index) => labelOf(type, nodeIds[index] ?? -1)).join(' -> '),
    operations: operations.map((operation) => operationLabel(graph, operation)),
    operationIndices,
    implementation,
    features: kernelFeatures(graph, operations[0] as Operation),
  };
}

function labelOf(type: string, nodeId: number): string {
  return nodeId < 0 ? type : `${type} ${nodeId}`;
}

function describeCpu(graph: Graph, operation: Operation, index: number): GpuKernel {
  const kernel = `cpu:${operation.operator}`;
  return {
    kernel,
    label: kernel,
    operations: [operationLabel(graph, operation)],
    operationIndices: [index],
    implementation: 'CPU',
    features: kernelFeatures(graph, operation),
  };
}
