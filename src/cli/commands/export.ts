import { Option, type Command } from 'commander';

import type { MeasurementFormat } from '../../exchange/index.js';
import { scenarioArgument } from './options/arguments.js';
import type { CommandContext } from '../context/context.js';
import { writeOutputFile } from '../files/output-file.js';

interface ExportOptions {
  readonly format: MeasurementFormat | 'qed-usc';
  readonly framework?: 'tflite' | 'pytorch';
  readonly scenario?: string;
  readonly device?: string;
  readonly out?: string;
  readonly ops?: string;
  readonly e2e?: string;
}

const exchange = () => import('../../exchange/index.js');

/** `farm export`: measurements as a file. */
export function registerExport(command: Command, context: CommandContext): void {
  command
    .addOption(
      new Option('--format <name>', 'of the file; qed-usc writes the imported tables again')
        .choices(['csv', 'jsonl', 'parquet', 'qed-usc'])
        .default('csv'),
    )
    .option('--scenario <key>', 'only of this scenario', scenarioArgument)
    .option('--device <model>', 'only of this device model')
    .option('--out <file>', 'where to write it')
    .option('--ops <file>', 'where to write the table of operations, with --format qed-usc')
    .option('--e2e <file>', 'where to write the table of whole networks, with --format qed-usc')
    .addOption(
      new Option('--framework <name>', 'whose tables, with --format qed-usc (default: tflite)').choices([
        'tflite',
        'pytorch',
      ]),
    );
  command.action((options: ExportOptions) => {
    const { format, ...rest } = options;
    return format === 'qed-usc'
      ? exportTables(context, command, rest)
      : exportRows(context, command, { ...rest, format });
  });
}

async function exportRows(
  context: CommandContext,
  command: Command,
  options: ExportOptions & { readonly format: MeasurementFormat },
): Promise<void> {
  const { format, scenario, device, out, ops, e2e, framework } = options;
  if (out === undefined) command.error('error: name a file with --out');
  if (ops !== undefined || e2e !== undefined || framework !== undefined)
    command.error('error: --ops, --e2e and --framework belong to --format qed-usc');
  const { exportMeasurements } = await exchange();
  const database = await context.database();
  const stage = context.progress.stage('export');
  const filter = {
    ...(scenario !== undefined && { scenarioKey: scenario }),
    ...(device !== undefined && { deviceModel: device }),
  };
  const count = await exportMeasurements(
    database,
    filter,
    format,
    (pieces) => writeOutputFile(context.cwd, out, pieces),
    ({ runs }) => stage.update(`${runs} runs`),
  );
  stage.done(`${count.runs} runs`);
  context.stdout.write(`${out}: ${count.rows} rows of ${count.runs} runs, ${format}\n`);
}

async function exportTables(
  context: CommandContext,
  command: Command,
  { scenario, device, out, ops, e2e, framework }: Omit<ExportOptions, 'format'>,
): Promise<void> {
  if (ops === undefined && e2e === undefined) command.error('error: name a file with --ops or --e2e');
  if (scenario !== undefined || device !== undefined || out !== undefined) {
    command.error('error: --format qed-usc writes all that was imported, to --ops and --e2e');
  }
  const { exportPublishedTables } = await exchange();
  const database = await context.database();
  const { operations, networks } = await exportPublishedTables(database, framework);
  for (const [path, text] of [
    [ops, operations],
    [e2e, networks],
  ] as const) {
    if (path === undefined) continue;
    await writeOutputFile(context.cwd, path, text);
    context.stdout.write(`${path}: ${text.split('\n').length - 2} rows\n`);
  }
}
