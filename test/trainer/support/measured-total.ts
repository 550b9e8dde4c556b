import { buildArchitecture } from '../../../src/graph/index.js';
import { kernelsOfNetwork, workOfKernels } from '../../../src/predictor/work/network-work.js';
import { networkFamily } from '../../../src/trainer/material/measured-networks.js';
import type { MeasuredTotal } from '../../../src/trainer/material/measured-total.js';

/** A scenario whose kernels are the operations. */
const builtinTarget = { delegate: 'builtin', runtimeVersion: '2.15' } as const;

/** The whole time of a network known by its name, measured to one percent, without its operations' times. */
export function measuredTotal(name: string, us: number): MeasuredTotal {
  const graph = buildArchitecture(name);
  return {
    network: name,
    family: networkFamily(name),
    contentHash: name,
    graph,
    work: workOfKernels(kernelsOfNetwork(graph, builtinTarget)),
    us,
    stdUs: us / 100,
    operationsTimed: false,
  };
}
