import type { Command } from 'commander';

import { buildArchitecture, sha256Hex, writeTflite } from '../../../graph/index.js';
import type { Precision } from '../../../graph/index.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { writeOutputFile } from '../../files/output-file.js';
import { precisionOption } from '../options/precision-option.js';

interface BuildOptions {
  readonly precision: Precision;
  readonly out: string;
  readonly json?: true;
}

/** `farm graph build`: an architecture as a .tflite file, with weights of zeros. */
export function registerGraphBuild(graph: Command, context: CommandContext): void {
  graph
    .command('build')
    .description('write an architecture as a .tflite file, with weights of zeros')
    .argument('<name>', 'one that "farm graph ls" lists, or one that "farm space sample" has drawn')
    .requiredOption('--out <file>', 'where to write it')
    .addOption(precisionOption())
    .option('--json', 'print one JSON document')
    .action((name: string, options: BuildOptions) => build(context, name, options));
}

async function build(context: CommandContext, name: string, options: BuildOptions): Promise<void> {
  const { precision, out, json } = options;
  const content = writeTflite(buildArchitecture(name, { precision }));
  await writeOutputFile(context.cwd, out, content);
  if (json === true) {
    writeJson(context.stdout, {
      name,
      precision,
      file: out,
      bytes: content.length,
      sha256: sha256Hex(content),
    });
    return;
  }
  context.stdout.write(`${out}: ${name}, ${precision}, ${content.length} bytes\n`);
}
