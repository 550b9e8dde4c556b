import type { Command } from 'commander';

import { gpuKernels, type GpuKernel } from '../../graph/kernels/index.js';
import type { CommandContext } from '../context.js';
import { readGraph } from '../graph-source.js';
import { countText } from '../output/format.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';

interface KernelOptions {
  readonly gpu: string;
  readonly tflite: string;
  readonly json?: true;
}

/** `farm graph kernels`: what a phone's GPU executes for a network, one row a launch. */
export function registerGraphKernels(graph: Command, context: CommandContext): void {
  graph
    .command('kernels')
    .description('list the kernels that the TFLite GPU delegate launches for a network, in order')
    .argument('<name-or-file>', 'name of an architecture, or a .tflite file')
    .requiredOption('--gpu <model>', 'the phone’s GPU, e.g. adreno640, mali-g76, powervr-ge8320')
    .option('--tflite <version>', 'version of the runtime, e.g. 2.10 or litert-2.1', '2.15')
    .option('--json', 'print one JSON document')
    .action((nameOrFile: string, options: KernelOptions) => listKernels(context, nameOrFile, options));
}

async function listKernels(
  context: CommandContext,
  nameOrFile: string,
  options: KernelOptions,
): Promise<void> {
  const { graph } = await readGraph(nameOrFile, context.cwd);
  const kernels = gpuKernels(graph, { gpu: options.gpu, runtimeVersion: options.tflite });
  if (options.json === true) {
    writeJson(context.stdout, kernels);
    return;
  }
  context.stdout.write(
    renderTable(
      [
        { heading: '#', align: 'right' },
        { heading: 'kernel' },
        { heading: 'operations' },
        { heading: 'implementation' },
        { heading: 'FLOP', align: 'right' },
      ],
      kernels.map(rowOf),
    ),
  );
}

function rowOf({ kernel, operations, implementation, features }: GpuKernel, index: number): string[] {
  const flops = features.FLOPS === '-' ? '-' : countText(features.FLOPS);
  return [String(index), kernel, operations.join(' '), implementation, flops];
}
