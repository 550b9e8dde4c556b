import { userInfo } from 'node:os';

import type { Command } from 'commander';

import type { GateReport } from '../../../trainer/index.js';
import { scenarioArgument, wholeNumber } from '../options/arguments.js';
import { readBinaryFile } from '../../files/binary-file.js';
import type { CommandContext } from '../../context/context.js';
import { gateReportText } from './gate-report.js';
import { writeOutputFile } from '../../files/output-file.js';
import { writeJson } from '../../output/output.js';

interface ExportOptions {
  readonly scenario: string;
  readonly device?: string;
  readonly version?: number;
  readonly out: string;
}

interface ImportOptions {
  readonly promote?: true;
  readonly json?: true;
}

/** `farm releases`: releases as files, to predict without a farm or to take to another one. */
export function registerReleases(releases: Command, context: CommandContext): void {
  releases
    .command('export')
    .description('write a release as one file: all that is needed to predict with it')
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .option('--device <model>', 'device model; needed where several have a release')
    .option('--version <number>', 'of the release; by default the one that answers now', wholeNumber(1))
    .requiredOption('--out <file>', 'where to write it, e.g. pixel4.lfr')
    .action((options: ExportOptions) => exportFile(context, options));
  releases
    .command('import')
    .description('store the release of a file as a candidate')
    .argument('<file>', 'as "farm releases export" writes it')
    .option('--promote', 'ask the gate at once; the first release of a scenario answers without it')
    .option('--json', 'print one JSON document')
    .action((file: string, options: ImportOptions) => importFile(context, file, options));
}

async function exportFile(context: CommandContext, options: ExportOptions): Promise<void> {
  const { scenario, device, version, out } = options;
  const { exportRelease } = await import('../../../trainer/index.js');
  const database = await context.database();
  const content = await exportRelease(database, {
    scenarioKey: scenario,
    ...(device !== undefined && { deviceModel: device }),
    ...(version !== undefined && { version }),
  });
  await writeOutputFile(context.cwd, out, content);
  context.stdout.write(`${out}: ${content.length} bytes\n`);
}

async function importFile(context: CommandContext, file: string, options: ImportOptions): Promise<void> {
  const bytes = await readBinaryFile(file, context.cwd);
  const { importRelease, promoteThroughGate } = await import('../../../trainer/index.js');
  const database = await context.database();
  const actor = userInfo().username;
  const imported = await importRelease(database, bytes, actor);
  const { deviceModel, scenarioKey, version } = imported;
  let gate: GateReport | undefined;
  if (options.promote === true) {
    gate = await promoteThroughGate(
      database,
      { deviceModel, scenarioKey, version },
      { actor, acceptsFirst: true },
    );
  }
  if (gate?.passed === false) context.exitWith(1);
  if (options.json === true) {
    writeJson(context.stdout, { ...imported, ...(gate !== undefined && { gate }) });
    return;
  }
  const hint = gate === undefined ? `; "farm predictors promote ${version}" asks the gate` : '';
  const state = gate === undefined ? 'a candidate' : gate.passed ? 'promoted' : 'rejected';
  context.stdout.write(`release ${version} for ${deviceModel}, ${scenarioKey}: ${state}${hint}\n`);
  if (gate !== undefined) context.stdout.write(gateReportText(gate));
}
