import { Option, type Command } from 'commander';

import { scenarioArgument, wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { writeOutputFile } from '../../files/output-file.js';

interface ExportOptions {
  readonly scenario: string;
  readonly device: string;
  readonly group: string;
  readonly format: 'onnx' | 'farm';
  readonly out: string;
}

/** `farm predictors export`: one predictor of a release as a file. */
export function registerPredictorsExport(predictors: Command, context: CommandContext): void {
  predictors
    .command('export')
    .description('write a predictor of a release as a file')
    .argument('<version>', 'of the release', wholeNumber(1, 0x7fffffff))
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .requiredOption('--device <model>', 'device model')
    .requiredOption('--group <name>', 'kernel group, as "farm predictors show" lists them')
    .addOption(
      new Option('--format <name>', 'onnx for any ONNX runtime, farm for everything that is known of it')
        .choices(['onnx', 'farm'])
        .default('onnx'),
    )
    .requiredOption('--out <file>', 'where to write it')
    .action((version: number, options: ExportOptions) => exportOne(context, version, options));
}

async function exportOne(context: CommandContext, version: number, options: ExportOptions): Promise<void> {
  const { scenario, device, group, format, out } = options;
  const { exportPredictor } = await import('../../../trainer/index.js');
  const database = await context.database();
  const key = { scenarioKey: scenario, deviceModel: device, version };
  const content = await exportPredictor(database, key, group, format);
  await writeOutputFile(context.cwd, out, content);
  context.stdout.write(`${out}: ${group} of release ${version}, ${format}, ${content.length} bytes\n`);
}
