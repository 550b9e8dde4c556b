import type { Graph } from '../model/graph.js';
import { builtinKernels } from './builtin/builtin-kernels.js';
import { gpuKernels, type GpuTarget } from './gpu/gpu-kernels.js';
import type { CpuCut, Kernel } from './kernel.js';
import { xnnpackKernels } from './xnnpack/xnnpack-kernels.js';

/** TFLite on the CPU, with XNNPACK's delegate or without. */
export interface CpuBackend {
  readonly delegate: 'builtin' | 'xnnpack';
  /** Version of TFLite or LiteRT, e.g. `2.15`. */
  readonly runtimeVersion: string;
}

/** What executes networks: which kernels they are cut into follows from it. */
export type Backend = CpuBackend | ({ readonly delegate: 'gpu' } & GpuTarget);

/** Cuts a network into what a backend executes, in execution order. Throws a GraphError as the backend's own cut does. */
export function cutIntoKernels(graph: Graph, backend: Backend): readonly Kernel[] {
  return backend.delegate === 'gpu' ? gpuKernels(graph, backend) : cpuKernels(graph, backend).kernels;
}

/** {@link cutIntoKernels} on the CPU, where what no kernel is run for is known too. */
export function cpuKernels(graph: Graph, { delegate, runtimeVersion }: CpuBackend): CpuCut {
  return delegate === 'xnnpack' ? xnnpackKernels(graph, runtimeVersion) : builtinKernels(graph);
}
