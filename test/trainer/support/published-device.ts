import { buildArchitecture } from '../../../src/graph/index.js';
import { gpuKernels } from '../../../src/graph/kernels/index.js';
import { parseOperations, type PublishedOperations } from '../../../src/exchange/published/operations.js';
import { parseNetworks, type PublishedNetwork } from '../../../src/exchange/published/networks.js';
import { randomFromSeed } from '../../../src/learning/random/random.js';

/** Networks of several families, small enough to be learned in a blink. */
export const publishedNames = [
  'mobilenet_w1',
  'mobilenet_wd2',
  'mobilenetv2_w1',
  'mobilenetv2_wd2',
  'mobilenetv2_w3d4',
  'mobilenetv3_large_w1',
  'resnet10',
  'resnet12',
  'resnet18',
  'squeezenet_v1_0',
  'squeezenet_v1_1',
  'fdmobilenet_w1',
];

/**
 * Tables in the published format of two made-up devices, `fast` and `slow`: each kernel takes a launch, arithmetic and memory traffic, `slow` three
 * times as long, with 2 % noise; a network takes 500 µs more and 5 % longer than its kernels.
 */
export function publishedDevices(): { operations: string; networks: string } {
  const random = randomFromSeed(1);
  const lines = ['model,operation,feature,fast|gpu|float,fast|gpu|kernel,slow|gpu|float,slow|gpu|kernel'];
  const networks = [
    'model,FLOPS,size,fast|gpu|float|mean,fast|gpu|float|std,slow|gpu|float|mean,slow|gpu|float|std',
  ];
  for (const name of publishedNames) {
    const sums = [0, 0];
    gpuKernels(buildArchitecture(name), { gpu: 'adreno640', runtimeVersion: '2.10' }).forEach(
      ({ operations, features, kernel }, index) => {
        const [operation = ''] = operations;
        const values = Object.entries(features).map(([key, value]) => `'${key}': '${value}'`);
        const flops = features.FLOPS === '-' ? 0 : features.FLOPS;
        const side = features.Input_shape === '-' ? 1 : features.Input_shape;
        const channels = features.Input_channel === '-' ? 1 : features.Input_channel;
        const lawUs = 5 + flops / 2e5 + (side * side * channels) / 1e4;
        const times = [1, 3].map((factor) => factor * lawUs * Math.exp(random.normal(0, 0.02)));
        times.forEach((time, device) => (sums[device] = (sums[device] ?? 0) + time));
        const cells = times.map((time) => `${time.toFixed(4)},${kernel}_${index}`);
        lines.push(`${name},${operation},"{${values.join(', ')}}",${cells.join(',')}`);
      },
    );
    networks.push([name, 1, 1, ...sums.flatMap((sum) => [(500 + 1.05 * sum).toFixed(3), 1])].join(','));
  }
  return { operations: lines.join('\n'), networks: networks.join('\n') };
}

/** The same, read. */
export function publishedMeasurements(): { operations: PublishedOperations; networks: PublishedNetwork[] } {
  const { operations, networks } = publishedDevices();
  return { operations: parseOperations(operations, 'ops.csv'), networks: parseNetworks(networks, 'e2e.csv') };
}
