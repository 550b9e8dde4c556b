import { describe, expect, it } from 'vitest';

import { parseOperations } from '../../../src/exchange/published/operations.js';
import { buildArchitecture, configurationOf } from '../../../src/graph/index.js';
import { graphGpuKernels, measuredGpuKernel } from '../../../src/predictor/features/graph-gpu-kernels.js';
import { networkKernels } from '../../../src/trainer/material/network-kernels.js';
import { describeWithSharedText } from '../../support/shared-data.js';

const networks = [
  'mobilenetv2_w1',
  'mobilenetv3_large_w1',
  'resnet18',
  'squeezenet_v1_0',
  'ghostnet',
  'regnetx002',
];

describeWithSharedText('phones/tflite_cnn_ops_gpu.csv', 'kernels of a graph', (text) => {
  const table = parseOperations(text, 'ops.csv');
  const phones = [
    { device: 'pixel4', gpu: 'adreno640' },
    { device: 'a03s', gpu: 'powervr-ge8320' },
  ];

  it.each(phones)('have the features and groups of those measured on the $device', ({ device, gpu }) => {
    const measured = networkKernels(table, { device, cores: 'gpu', precision: 'float' });
    for (const network of networks) {
      const kernels = graphGpuKernels(buildArchitecture(network), { gpu, runtimeVersion: '2.10' });
      const published = measured.filter((kernel) => kernel.network === network);
      const wanted = published.map(({ kernelGroup, features }) => ({ kernelGroup, features }));
      const learned = new Set(wanted.map(({ kernelGroup }) => kernelGroup));
      const own = kernels
        .filter(({ kernelGroup }) => learned.has(kernelGroup))
        .map(({ kernelGroup, features }) => ({ kernelGroup, features }));
      expect(own.map(asText).sort()).toEqual(wanted.map(asText).sort());
    }
  });
});

describe('a kernel measured by itself', () => {
  it('has the features that it has in its network', () => {
    const graph = buildArchitecture('resnet18');
    const [first] = graphGpuKernels(graph, { gpu: 'adreno640', runtimeVersion: '2.10' });
    const index = first?.operationIndex ?? 0;
    expect(measuredGpuKernel(configurationOf(graph, index), `${first?.name ?? ''}_7`)).toMatchObject({
      kernelGroup: first?.kernelGroup,
      features: {
        outputChannels: first?.features['outputChannels'],
        paddedMacs: first?.features['paddedMacs'],
      },
    });
  });
});

function asText({
  kernelGroup,
  features,
}: {
  kernelGroup: string;
  features: Readonly<Record<string, number>>;
}): string {
  return `${kernelGroup} ${JSON.stringify(features)}`;
}
