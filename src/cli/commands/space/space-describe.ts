import { resolve } from 'node:path';

import type { Command } from 'commander';

import {
  describeArchitectureSpace,
  describeOperationSpace,
  isArchitectureSpaceFile,
  readArchitectureSpace,
} from '../../../orchestrator/index.js';
import type { SpaceDescription } from '../../../orchestrator/index.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { marginalPlot } from '../../output/marginal-plot.js';
import { renderTable } from '../../output/table.js';
import { writeOutputFile } from '../../files/output-file.js';

interface DescribeOptions {
  readonly svg?: string;
  readonly json?: true;
}

/** `farm space describe`: how large a search space is, and how often its samples have what. */
export function registerSpaceDescribe(space: Command, context: CommandContext): void {
  space
    .command('describe')
    .description('say how large a search space is, and how often its samples have which value')
    .argument('<file>', 'search space, YAML')
    .option('--svg <file>', 'draw the shares of values into this file')
    .option('--json', 'print one JSON document')
    .action((file: string, options: DescribeOptions) => describe(context, file, options));
}

async function describe(
  context: CommandContext,
  file: string,
  { svg, json }: DescribeOptions,
): Promise<void> {
  const description = await describeSpace(resolve(context.cwd, file));
  const { name, size, marginals } = description;
  const samples = sizeText(size);
  if (svg !== undefined) {
    await writeOutputFile(context.cwd, svg, marginalPlot(`${name}: ${samples} samples`, marginals));
  }
  if (json === true) {
    writeJson(context.stdout, { name, size: String(size), marginals });
    return;
  }
  context.stdout.write(`${name}: ${samples} samples\n\n`);
  const rows = marginals.map((marginal) => [
    marginal.name,
    marginal.probabilities
      .map(({ value, probability }) => `${String(value)} ${percentText(probability)}`)
      .join(', '),
  ]);
  context.stdout.write(renderTable([{ heading: 'drawn' }, { heading: 'values' }], rows));
}

async function describeSpace(file: string): Promise<SpaceDescription> {
  if (!(await isArchitectureSpaceFile(file))) return describeOperationSpace(file);
  return describeArchitectureSpace(await readArchitectureSpace(file));
}

/** All digits as long as people can read them, then a power of ten. */
function sizeText(size: bigint): string {
  return size < 10n ** 9n ? String(size) : Number(size).toExponential(2).replace('e+', ' × 10^');
}

function percentText(probability: number): string {
  return `${(100 * probability).toFixed(probability < 0.1 ? 1 : 0)} %`;
}
