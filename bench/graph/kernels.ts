import { architectureNames, buildArchitecture, describeGraph } from '../../src/graph/index.js';
import { gpuKernels } from '../../src/graph/kernels/index.js';
import { medianMs, printRows } from '../support/benchmark.js';

const target = { gpu: 'adreno640', runtimeVersion: '2.10' };

/** How fast networks are built, described and cut into the kernels of a GPU. */
export function kernelsBenchmark(): void {
  const mobileNet = buildArchitecture('mobilenetv2_w1');
  const describeAndCutMs = medianMs(() => {
    describeGraph(mobileNet);
    gpuKernels(mobileNet, target);
  });
  const names = architectureNames();
  const allMs = medianMs(
    () => {
      for (const name of names) {
        const graph = buildArchitecture(name);
        describeGraph(graph);
        gpuKernels(graph, target);
      }
    },
    { rounds: 3 },
  );
  printRows([
    {
      measured: 'MobileNetV2 described and cut',
      value: 1000 / describeAndCutMs,
      unit: 'a second',
      wanted: 'at least 2000',
    },
    {
      measured: `all ${names.length} architectures built, described and cut`,
      value: allMs / 1000,
      unit: 's',
      wanted: 'at most 60',
    },
  ]);
}
