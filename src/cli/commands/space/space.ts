import { resolve } from 'node:path';

import type { Command } from 'commander';

import { buildArchitecture, costOf, describeGraph } from '../../../graph/index.js';
import type { SampledArchitecture } from '../../../graph/index.js';
import {
  isArchitectureSpaceFile,
  readArchitectureSpace,
  readSearchSpace,
  sampleArchitectures,
  sampleSearchSpace,
} from '../../../orchestrator/index.js';
import type { OperationSample } from '../../../orchestrator/index.js';
import { wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { countText } from '../../output/format.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { registerSpaceDescribe } from './space-describe.js';

interface SampleOptions {
  readonly count: number;
  readonly seed: number;
  readonly json?: true;
}

export function registerSpace(space: Command, context: CommandContext): void {
  space
    .command('sample')
    .description('draw operation configurations, or whole architectures, from a search space')
    .argument('<file>', 'search space, YAML')
    .option('--count <number>', 'how many, shared out among the operations', wholeNumber(1, 1_000_000), 20)
    .option('--seed <number>', 'the same seed gives the same samples', wholeNumber(0, 0x7fffffff), 1)
    .option('--json', 'print one JSON document')
    .action((file: string, options: SampleOptions) => sample(context, resolve(context.cwd, file), options));
  registerSpaceDescribe(space, context);
}

async function sample(context: CommandContext, file: string, options: SampleOptions): Promise<void> {
  if (await isArchitectureSpaceFile(file)) await sampleWhole(context, file, options);
  else await sampleOperations(context, file, options);
}

async function sampleWhole(context: CommandContext, file: string, options: SampleOptions): Promise<void> {
  const space = await readArchitectureSpace(file);
  const samples = sampleArchitectures(space, options.count, options.seed).map(withCosts);
  if (options.json === true) {
    writeJson(context.stdout, { space: space.name, seed: options.seed, samples });
    return;
  }
  const headings = [
    { heading: 'architecture' },
    { heading: 'operations', align: 'right' as const },
    { heading: 'parameters', align: 'right' as const },
    { heading: 'FLOP', align: 'right' as const },
  ];
  const rows = samples.map(({ name, operations, parameters, flops }) => [
    name,
    String(operations),
    countText(parameters),
    countText(flops),
  ]);
  context.stdout.write(renderTable(headings, rows));
}

function withCosts(sampled: SampledArchitecture) {
  const { operations, parameters, flops } = describeGraph(buildArchitecture(sampled.name));
  return { ...sampled, operations: operations.length, parameters, flops };
}

async function sampleOperations(
  context: CommandContext,
  file: string,
  options: SampleOptions,
): Promise<void> {
  const space = await readSearchSpace(file);
  const samples = sampleSearchSpace(space, options.count, options.seed);
  if (options.json === true) {
    writeJson(context.stdout, { space: space.name, seed: options.seed, samples });
    return;
  }
  const headings = [
    { heading: 'hash' },
    { heading: 'operation' },
    { heading: 'operator' },
    { heading: 'inputs' },
    { heading: 'FLOP', align: 'right' as const },
  ];
  context.stdout.write(renderTable(headings, samples.map(rowOf)));
}

function rowOf({ operation, hash, configuration }: OperationSample): string[] {
  const inputs = configuration.inputs.map((operand) => operand?.shape.join('x') ?? '-').join(' ');
  return [
    hash.slice(0, 12),
    operation,
    configuration.operator,
    inputs,
    countText(costOf(configuration).flops),
  ];
}
