import type { PublishedOperation, PublishedOperations } from '../../exchange/published/operations.js';
import type { FeatureRecord } from '../../learning/model/feature-table.js';
import { gpuKernelFeatures, gpuKernelGroup } from '../../predictor/features/gpu-kernel-features.js';
import { parseKernelName } from '../../predictor/features/kernel-name.js';
import type { LatencyRow } from './latency-rows.js';

/** A kernel of a network, measured on one device. */
export interface NetworkKernel extends LatencyRow {
  readonly network: string;
  readonly operation: string;
}

/** The rows that have a time on the device, as learners want them. */
export function networkKernels(table: PublishedOperations, device: string): NetworkKernel[] {
  return table.rows.flatMap((row) => {
    const timing = row.timings.get(device);
    return timing === undefined ? [] : [networkKernel(row, timing.kernel, timing.latencyUs)];
  });
}

function networkKernel(row: PublishedOperation, kernel: string, latencyUs: number): NetworkKernel {
  const description = { operation: row.operation, features: row.features, name: parseKernelName(kernel) };
  const features = gpuKernelFeatures(description);
  return {
    network: row.network,
    operation: row.operation,
    kernelGroup: gpuKernelGroup(description),
    configuration: configurationText(features),
    features,
    latencyUs,
  };
}

/** Kernels of equal features are repeats of the same work. */
function configurationText(features: FeatureRecord): string {
  return Object.entries(features)
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
}
