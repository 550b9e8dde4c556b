import { basename } from 'node:path';

import type { Command } from 'commander';

import type { CommandContext } from '../context/context.js';
import { writeOutputFile } from '../files/output-file.js';
import { readTextFile } from '../files/text-file.js';

interface MakeOptions {
  readonly e2e: readonly string[];
  readonly devices?: readonly string[];
  readonly name: string;
  readonly out: string;
}

/** `farm prior`: what all profiled phones have in common. */
export function registerPrior(prior: Command, context: CommandContext): void {
  prior
    .command('make')
    .description(
      'learn what phones have in common from published tables of whole networks; the same tables give the same file',
    )
    .requiredOption('--e2e <files...>', 'tables of whole networks, such as tflite_cnn_e2e.csv')
    .option('--devices <list>', 'devices to learn from, separated by commas; by default all', (text) =>
      text.split(','),
    )
    .option('--name <name>', 'what releases call the prior', 'phones')
    .requiredOption('--out <file>', 'where to write it')
    .action((options: MakeOptions) => make(context, options));
}

async function make(context: CommandContext, options: MakeOptions): Promise<void> {
  const { parseNetworks, publishedDeviceModel, publishedGpu } = await import('../../exchange/index.js');
  const { encodeRatePrior } = await import('../../predictor/index.js');
  const { makeRatePrior } = await import('../../trainer/index.js');
  const { sha256Hex } = await import('../../graph/canonical-json.js');
  const tables = await Promise.all(
    options.e2e.map(async (path) => {
      const text = await readTextFile(path, context.cwd);
      const file = basename(path);
      return { file, sha256: sha256Hex(text), networks: parseNetworks(text, file) };
    }),
  );
  const { devices, name } = options;
  const made = makeRatePrior({
    ...{ name, tables, gpuOf: publishedGpu, deviceModelOf: publishedDeviceModel },
    ...(devices !== undefined && { devices }),
  });
  await writeOutputFile(context.cwd, options.out, encodeRatePrior(made));
  for (const { delegate, precision, scenarios, kinds } of made.families)
    context.stdout.write(`${delegate} ${precision}: ${kinds.length} rates of ${scenarios} scenarios\n`);
  context.stdout.write(`devices: ${made.devices.join(', ')}\n`);
}
