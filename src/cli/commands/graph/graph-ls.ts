import type { Command } from 'commander';

import {
  architectureFamily,
  architectureNames,
  buildArchitecture,
  describeGraph,
} from '../../../graph/index.js';
import type { CommandContext } from '../../context/context.js';
import { countText } from '../../output/format.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';

interface LsOptions {
  readonly family?: string;
  readonly json?: true;
}

interface ArchitectureRow {
  readonly name: string;
  readonly family: string;
  readonly operations: number;
  readonly parameters: number;
  readonly flops: number;
}

/** `farm graph ls`: the architectures that can be built by name. */
export function registerGraphLs(graph: Command, context: CommandContext): void {
  graph
    .command('ls')
    .description('list the architectures that can be built by name, with what they cost')
    .option('--family <family>', 'only those of one family')
    .option('--json', 'print one JSON document')
    .action((options: LsOptions) => listArchitectures(context, options));
}

function listArchitectures(context: CommandContext, { family, json }: LsOptions): void {
  const rows = architectureNames()
    .filter((name) => family === undefined || architectureFamily(name) === family)
    .map(describeArchitecture);
  if (json === true) {
    writeJson(context.stdout, rows);
    return;
  }
  const right = 'right' as const;
  const columns = [
    { heading: 'name' },
    { heading: 'family' },
    { heading: 'operations', align: right },
    { heading: 'parameters', align: right },
    { heading: 'FLOP', align: right },
  ];
  context.stdout.write(
    renderTable(
      columns,
      rows.map((row) => [
        row.name,
        row.family,
        String(row.operations),
        countText(row.parameters),
        countText(row.flops),
      ]),
    ),
  );
}

function describeArchitecture(name: string): ArchitectureRow {
  const { operations, parameters, flops } = describeGraph(buildArchitecture(name));
  return { name, family: architectureFamily(name), operations: operations.length, parameters, flops };
}
