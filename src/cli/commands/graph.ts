import type { Command } from 'commander';

import { describeGraph } from '../../graph/index.js';
import type { OperationDescription } from '../../graph/index.js';
import type { CommandContext } from '../context.js';
import { readModelFile } from '../model-file.js';
import { countText } from '../output/format.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';
import { registerGraphKernels } from './graph-kernels.js';

export function registerGraph(program: Command, context: CommandContext): void {
  const graph = program.command('graph').description('look into networks');
  graph
    .command('describe')
    .description('list the operations of a .tflite file with their shapes and costs')
    .argument('<file>', '.tflite file')
    .option('--json', 'print one JSON document')
    .action((file: string, options: { json?: true }) => describe(context, file, options.json === true));
  registerGraphKernels(graph, context);
}

async function describe(context: CommandContext, file: string, json: boolean): Promise<void> {
  const { name, graph } = await readModelFile(file, context.cwd);
  const description = { ...describeGraph(graph), name };
  if (json) {
    writeJson(context.stdout, description);
    return;
  }
  const { operations, flops, parameters } = description;
  context.stdout.write(
    `${name}: ${operations.length} operations, ${countText(flops)}FLOP, ${countText(parameters)} parameters\n\n`,
  );
  context.stdout.write(
    renderTable(
      [
        { heading: '#', align: 'right' },
        { heading: 'operator' },
        { heading: 'inputs' },
        { heading: 'attributes' },
        { heading: 'FLOP', align: 'right' },
      ],
      operations.map(rowOf),
    ),
  );
}

function rowOf({ index, operator, configuration, flops }: OperationDescription): string[] {
  const inputs = configuration.inputs.map((operand) => operand?.shape.join('x') ?? '-').join(' ');
  const attributes = Object.entries(configuration.attributes).map(
    ([key, value]) => `${key}=${String(value)}`,
  );
  return [String(index), operator, inputs, attributes.join(' '), countText(flops)];
}
