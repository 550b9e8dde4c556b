import { basename } from 'node:path';

import { Option, type Command } from 'commander';

import type { ImportSummary } from '../../exchange/index.js';
import type { CommandContext } from '../context/context.js';
import { writeJson } from '../output/output.js';
import { readTextFile } from '../files/text-file.js';
import { scenarioArgument } from './options/arguments.js';
import { tableRuntime } from './options/table-runtime.js';

interface TableOptions {
  readonly ops?: readonly string[];
  readonly e2e?: readonly string[];
  readonly cpuDelegate: 'xnnpack' | 'builtin';
  readonly runtime?: string;
  readonly json?: true;
}

interface TotalsOptions {
  readonly scenario?: string;
  readonly json?: true;
}

const exchange = () => import('../../exchange/index.js');

/** `farm import`: measurements that come as files. */
export function registerImport(imports: Command, context: CommandContext): void {
  const tables = imports
    .command('qed-usc')
    .description(
      "take in the tables that the method's authors published (github.com/qed-usc/mobile-ml-benchmark)",
    )
    .option(
      '--ops <files...>',
      'tables of operations, such as tflite_cnn_ops_gpu.csv or tflite_cnn_real_ops_cpu.csv',
    )
    .option(
      '--e2e <files...>',
      'tables of whole networks, such as tflite_cnn_e2e.csv or torch_cnn_real_e2e.csv',
    )
    .addOption(
      new Option('--cpu-delegate <name>', 'what executed on CPUs, which the tables do not tell')
        .choices(['xnnpack', 'builtin'])
        .default('builtin'),
    )
    .addOption(tableRuntime())
    .option('--json', 'print one JSON document');
  tables.action((options: TableOptions) => importTables(context, tables, options));
  imports
    .command('totals')
    .description(
      'take in tables of whole networks that name them by what they are: latencies of NAS-Bench-201, nn-Meter’s blocks; milliseconds',
    )
    .argument('<files...>', 'such as nas_bench_201_e2e.csv or tflite_cpu_block_lut.csv')
    .option(
      '--scenario <key>',
      'what they were measured in (default: whole-t1-float32-builtin-other-0.0, for the tables do not tell)',
      scenarioArgument,
    )
    .option('--json', 'print one JSON document')
    .action((files: readonly string[], options: TotalsOptions) => importOfTotals(context, files, options));
  imports
    .command('measurements')
    .description('take in what "farm export" wrote, here or on another farm')
    .argument('<file>', 'CSV or JSON lines')
    .option('--json', 'print one JSON document')
    .action((file: string, options: { readonly json?: true }) => importFile(context, file, options.json));
}

async function importTables(context: CommandContext, command: Command, options: TableOptions): Promise<void> {
  const { ops = [], e2e = [], cpuDelegate, runtime } = options;
  if (ops.length + e2e.length === 0) command.error('error: name a table with --ops or --e2e');
  const operations = await Promise.all(ops.map((path) => namedText(context, path)));
  const networks = await Promise.all(e2e.map((path) => namedText(context, path)));
  const { importPublishedTables } = await exchange();
  const database = await context.database();
  const summary = await importPublishedTables(database, {
    operations,
    networks,
    cpuDelegate,
    ...(runtime !== undefined && { runtimeVersion: runtime }),
  });
  report(context, summary, options.json);
  if (options.json !== true) context.stdout.write(`devices: ${summary.deviceModels.join(', ')}\n`);
}

async function importOfTotals(
  context: CommandContext,
  files: readonly string[],
  { scenario, json }: TotalsOptions,
): Promise<void> {
  const tables = await Promise.all(files.map((path) => namedText(context, path)));
  const { importTotals } = await exchange();
  const database = await context.database();
  const summary = await importTotals(database, {
    tables,
    ...(scenario !== undefined && { scenarioKey: scenario }),
  });
  report(context, summary, json);
  if (summary.leftOut.length > 0) context.exitWith(3);
  if (json === true) return;
  for (const { file, line, reason } of summary.leftOut)
    context.stdout.write(`${file}:${line}: left out: ${reason}\n`);
  context.stdout.write(`scenario: ${summary.scenario}\ndevices: ${summary.deviceModels.join(', ')}\n`);
}

async function namedText(context: CommandContext, path: string) {
  return { file: basename(path), text: await readTextFile(path, context.cwd) };
}

async function importFile(context: CommandContext, path: string, json: true | undefined): Promise<void> {
  const content = await readTextFile(path, context.cwd);
  const { importMeasurements } = await exchange();
  const database = await context.database();
  report(context, await importMeasurements(database, content, basename(path)), json);
}

function report({ stdout }: CommandContext, summary: ImportSummary, json: true | undefined): void {
  if (json === true) {
    writeJson(stdout, summary);
    return;
  }
  const { storedRuns, storedOperations, knownRuns } = summary;
  stdout.write(
    `${storedRuns} runs with ${storedOperations} op timings stored; ${knownRuns} runs were there already\n`,
  );
}
