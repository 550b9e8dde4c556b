import type { Graph } from '../model/graph.js';
import { cpuKernels, type CpuBackend } from './cpu-cut.js';
import { gpuKernels, type GpuTarget } from './gpu/gpu-kernels.js';
import type { Kernel } from './kernel.js';

/** What executes networks: which kernels they are cut into follows from it. */
export type Backend = CpuBackend | ({ readonly delegate: 'gpu' } & GpuTarget);

/** Cuts a network into what a backend executes, in execution order. Throws a GraphError as the backend's own cut does. */
export function cutIntoKernels(graph: Graph, backend: Backend): readonly Kernel[] {
  return backend.delegate === 'gpu' ? gpuKernels(graph, backend) : cpuKernels(graph, backend).kernels;
}
