import { Option, type Command } from 'commander';

import type { Graph } from '../../../graph/index.js';
import {
  cpuKernels,
  gpuKernels,
  type CpuCut,
  type CpuKernel,
  type GpuKernel,
} from '../../../graph/kernels/index.js';
import type { CommandContext } from '../../context/context.js';
import { readGraph } from '../../files/graph-source.js';
import { countText } from '../../output/format.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';

interface KernelOptions {
  readonly gpu?: string;
  readonly delegate: CpuDelegate;
  readonly tflite: string;
  readonly json?: true;
}

type CpuDelegate = 'builtin' | 'xnnpack';

/** `farm graph kernels`: what a phone executes for a network, one row a kernel. */
export function registerGraphKernels(graph: Command, context: CommandContext): void {
  graph
    .command('kernels')
    .description(
      'list the kernels that TFLite runs for a network on a GPU, with XNNPACK, or built in, in order',
    )
    .argument('<name-or-file>', 'name of an architecture, or a .tflite file')
    .option('--gpu <model>', 'the phone’s GPU, e.g. adreno640, mali-g76, powervr-ge8320; the CPU by default')
    .addOption(
      new Option('--delegate <name>', 'on the CPU, what executes it')
        .choices(['xnnpack', 'builtin'])
        .default('xnnpack')
        .conflicts('gpu'),
    )
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
  const { gpu, delegate, tflite: runtimeVersion } = options;
  if (gpu === undefined) {
    listCpu(context, graph, options.json, { delegate, runtimeVersion });
    return;
  }
  const kernels = gpuKernels(graph, { gpu, runtimeVersion });
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
      kernels.map(gpuRow),
    ),
  );
}

function gpuRow({ kernel, operations, implementation, features }: GpuKernel, index: number): string[] {
  const flops = features.FLOPS === '-' ? '-' : countText(features.FLOPS);
  return [String(index), kernel, operations.join(' '), implementation, flops];
}

function listCpu(
  { stdout }: CommandContext,
  graph: Graph,
  json: true | undefined,
  backend: { readonly delegate: CpuDelegate; readonly runtimeVersion: string },
): void {
  const cut = cpuKernels(graph, backend);
  if (json === true) {
    writeJson(stdout, cut);
    return;
  }
  stdout.write(
    renderTable(
      [
        { heading: '#', align: 'right' },
        { heading: 'kernel' },
        { heading: 'operations' },
        { heading: 'part', align: 'right' },
      ],
      cut.kernels.map(cpuRow),
    ),
  );
  stdout.write(absentText(cut));
}

function cpuRow({ kernel, operations, operationIndices, part }: CpuKernel, index: number): string[] {
  const executed = operations.map((operator, at) => `${operator}:${operationIndices[at]}`).join(' ');
  return [String(index), kernel, executed, part === undefined ? 'built-in' : String(part)];
}

function absentText({ absent }: CpuCut): string {
  const count = (wanted: string) => absent.filter(({ reason }) => reason === wanted).length;
  const texts = [
    [count('fused'), 'fused into other operations’ kernels'],
    [count('folded'), 'done once, when the model is loaded'],
  ] as const;
  const said = texts.filter(([operations]) => operations > 0);
  return said.map(([operations, what]) => `${operations} operations have no kernel: ${what}\n`).join('');
}
