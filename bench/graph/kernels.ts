import { architectureNames, buildArchitecture, describeGraph, GraphError } from '../../src/graph/index.js';
import { gpuKernels } from '../../src/graph/kernels/index.js';
import { medianMs, printLine, printRows } from '../support/benchmark.js';

const target = { gpu: 'adreno640', runtimeVersion: '2.10' };

/** Whether the delegate takes a network; transformers it refuses. */
function isTaken(name: string): boolean {
  try {
    gpuKernels(buildArchitecture(name), target);
    return true;
  } catch (error) {
    if (error instanceof GraphError && error.code === 'GPU_DELEGATE_REFUSES') return false;
    throw error;
  }
}

/** How fast networks are built, described and cut into the kernels of a GPU. */
export function kernelsBenchmark(): void {
  const mobileNet = buildArchitecture('mobilenetv2_w1');
  const describeAndCutMs = medianMs(() => {
    describeGraph(mobileNet);
    gpuKernels(mobileNet, target);
  });
  const all = architectureNames();
  const names = all.filter(isTaken);
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
  printLine(`  the delegate takes ${names.length} of ${all.length} architectures`);
  printRows([
    {
      measured: 'MobileNetV2 described and cut',
      value: 1000 / describeAndCutMs,
      unit: 'a second',
      wanted: 'at least 2000',
    },
    {
      measured: 'all architectures that the delegate takes, built, described and cut',
      value: allMs / 1000,
      unit: 's',
      wanted: 'at most 60',
    },
  ]);
}
