import type { Graph } from '../model/graph.js';
import { builtinKernels } from './builtin/builtin-kernels.js';
import type { CpuCut } from './kernel.js';
import { xnnpackKernels } from './xnnpack/xnnpack-kernels.js';

/** TFLite on the CPU, with XNNPACK's delegate or without. */
export interface CpuBackend {
  readonly delegate: 'builtin' | 'xnnpack';
  /** Version of TFLite or LiteRT, e.g. `2.15`. */
  readonly runtimeVersion: string;
}

/**
 * Cuts a network into what the CPU executes, in execution order, and tells what no kernel is run for. Throws a GraphError as the backend's
 * own cut does.
 */
export function cpuKernels(graph: Graph, { delegate, runtimeVersion }: CpuBackend): CpuCut {
  return delegate === 'xnnpack' ? xnnpackKernels(graph, runtimeVersion) : builtinKernels(graph);
}
