import type { Command } from 'commander';

import { describeGraph } from '../../../graph/index.js';
import type {
  GraphDescription,
  OperationDescription,
  Precision,
  SubgraphDescription,
} from '../../../graph/index.js';
import type { CommandContext } from '../../context/context.js';
import { readGraph } from '../../files/graph-source.js';
import { countText } from '../../output/format.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { precisionOption } from '../options/precision-option.js';
import { registerGraphBuild } from './graph-build.js';
import { registerGraphKernels } from './graph-kernels.js';
import { registerGraphLs } from './graph-ls.js';

interface DescribeOptions {
  readonly precision: Precision;
  readonly json?: true;
}

export function registerGraph(graph: Command, context: CommandContext): void {
  graph
    .command('describe')
    .description('list the operations of a network with their shapes and costs')
    .argument('<name-or-file>', 'name of an architecture, or a .tflite file')
    .addOption(precisionOption())
    .option('--json', 'print one JSON document')
    .action((nameOrFile: string, options: DescribeOptions) => describe(context, nameOrFile, options));
  registerGraphLs(graph, context);
  registerGraphBuild(graph, context);
  registerGraphKernels(graph, context);
}

async function describe(
  context: CommandContext,
  nameOrFile: string,
  { precision, json }: DescribeOptions,
): Promise<void> {
  const { name, graph } = await readGraph(nameOrFile, context.cwd, precision);
  const description = { ...describeGraph(graph), name };
  if (json === true) {
    writeJson(context.stdout, description);
    return;
  }
  context.stdout.write(descriptionText(description));
}

/** The network, what its numbers leave out, and one table of operations for each of its subgraphs. */
function descriptionText(description: GraphDescription): string {
  const { name, operations, flops, parameters, unknown, subgraphs = [] } = description;
  const sizes = `${operations.length} operations, ${countText(flops)}FLOP, ${countText(parameters)} parameters`;
  const left = unknown.map(
    ({ operator, count, reason }) => `not whole in these numbers: ${count} ${operator} (${reason})\n`,
  );
  const others = subgraphs.map(
    (subgraph) => `\n${subgraphText(subgraph)}\n\n${operationTable(subgraph.operations)}`,
  );
  return `${name}: ${sizes}\n${left.join('')}\n${operationTable(operations)}${others.join('')}`;
}

function subgraphText({ index, name, signature, called, operations, flops }: SubgraphDescription): string {
  const executed = called
    ? 'called'
    : signature === undefined
      ? 'called by nothing'
      : `signature ${signature}`;
  return `subgraph ${index}, ${name} (${executed}): ${operations.length} operations, ${countText(flops)}FLOP`;
}

function operationTable(operations: readonly OperationDescription[]): string {
  return renderTable(
    [
      { heading: '#', align: 'right' },
      { heading: 'operator' },
      { heading: 'inputs' },
      { heading: 'attributes' },
      { heading: 'FLOP', align: 'right' },
    ],
    operations.map(rowOf),
  );
}

function rowOf({ index, operator, configuration, calls = [], flops }: OperationDescription): string[] {
  const inputs = configuration.inputs.map((operand) => operand?.shape.join('x') ?? '-').join(' ');
  const attributes = Object.entries(configuration.attributes).map(
    ([key, value]) => `${key}=${String(value)}`,
  );
  const called = calls.map(({ role, subgraph }) => `${role}=subgraph ${subgraph}`);
  return [String(index), operator, inputs, [...attributes, ...called].join(' '), countText(flops)];
}
