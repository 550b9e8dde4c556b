import { describeGraph, readTflite } from '../../src/graph/index.js';
import { gpuKernels } from '../../src/graph/kernels/index.js';
import { countText } from '../../src/cli/output/format.js';
import { renderTable } from '../../src/cli/output/table.js';
import { printLine } from '../support/benchmark.js';
import { fetchNpmNetworks, type NpmNetwork } from '../support/npm-networks.js';

const target = { gpu: 'adreno640', runtimeVersion: '2.15' };

/** What the program makes of networks as they are: every `.tflite` file of npm's @mediapipe packages. */
export async function npmNetworksBenchmark(): Promise<void> {
  const networks = await fetchNpmNetworks();
  const right = 'right' as const;
  printLine(
    renderTable(
      [
        { heading: 'network' },
        { heading: 'operations', align: right },
        { heading: 'unknown', align: right },
        { heading: 'FLOP', align: right },
        { heading: 'kernels', align: right },
      ],
      networks.map(rowOf),
    ),
  );
}

function rowOf({ name, bytes }: NpmNetwork): string[] {
  const { graphs, unknownOperations } = readTflite(bytes);
  const { operations, flops } = describeGraph(graphs[0]);
  const kernels = gpuKernels(graphs[0], target);
  return [
    name,
    String(operations.length),
    String(unknownOperations.length),
    countText(flops),
    String(kernels.length),
  ];
}
