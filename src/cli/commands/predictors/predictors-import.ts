import { userInfo } from 'node:os';

import type { Command } from 'commander';

import { scenarioArgument } from '../options/arguments.js';
import { readBinaryFile } from '../../files/binary-file.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';

interface ImportOptions {
  readonly scenario: string;
  readonly device: string;
  readonly json?: true;
}

/** `farm predictors import`: predictors from files, as a candidate. */
export function registerPredictorsImport(predictors: Command, context: CommandContext): void {
  predictors
    .command('import')
    .description(
      'store predictors from files as a candidate, in place of those of the same kernel groups that answer now',
    )
    .argument('<files...>', 'as "farm predictors export --format farm" writes them')
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .requiredOption('--device <model>', 'device model')
    .option('--json', 'print one JSON document')
    .action((files: readonly string[], options: ImportOptions) => importFiles(context, files, options));
}

async function importFiles(
  context: CommandContext,
  files: readonly string[],
  { scenario, device, json }: ImportOptions,
): Promise<void> {
  const read = await Promise.all(
    files.map(async (name) => ({ name, bytes: await readBinaryFile(name, context.cwd) })),
  );
  const { importPredictors } = await import('../../../trainer/index.js');
  const database = await context.database();
  const release = await importPredictors(database, {
    files: read,
    deviceModel: device,
    scenarioKey: scenario,
    actor: userInfo().username,
  });
  if (json === true) {
    writeJson(context.stdout, release);
    return;
  }
  const { version, imported, kept } = release;
  context.stdout.write(
    `release ${version}, a candidate: ${imported.join(', ')} from files, ${kept.length} kept; "farm predictors promote ${version}" asks the gate\n`,
  );
}
