import { configurationOf, type Graph } from '../../graph/index.js';
import { cpuKernels, type GpuTarget } from '../../graph/kernels/index.js';
import { graphGpuKernels } from '../features/graph-gpu-kernels.js';
import { addBuiltinWork } from './builtin-work.js';
import { addGpuWork } from './gpu-work.js';
import { WorkSum, type Work } from './work.js';

/** Who executes a network: TFLite's built-in CPU kernels, or a GPU's delegate. */
export type WorkTarget = { readonly delegate: 'builtin' } | ({ readonly delegate: 'gpu' } & GpuTarget);

/** What a network is to a processor. Throws a GraphError for operations, GPUs or versions that this program does not know. */
export function networkWork(graph: Graph, target: WorkTarget): Work {
  const sum = new WorkSum().add('constant', 1);
  if (target.delegate === 'gpu') {
    for (const kernel of graphGpuKernels(graph, target)) addGpuWork(kernel, sum);
    return sum.work();
  }
  const backend = { delegate: 'builtin', runtimeVersion: '2.10' } as const;
  for (const { operationIndices } of cpuKernels(graph, backend).kernels) {
    for (const index of operationIndices) addBuiltinWork(configurationOf(graph, index), sum);
  }
  return sum.work();
}
