import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';

import type { Command } from 'commander';

import type { GateReport, ReleaseNotes } from '../../../trainer/index.js';
import type { NightEntry, NightOptions } from '../../../trainer/nightly/index.js';
import { wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { offeredPrior } from '../../files/offered-prior.js';
import { packageFile } from '../../package-files.js';
import { errorText } from '../releases/release-text.js';
import { programVersion } from '../../version.js';

interface NightlyOptions {
  readonly config?: string;
  readonly processes?: number;
  readonly json?: true;
}

/** The parts of a report that are told. */
interface NightReport extends Pick<ReleaseNotes, 'heldOut'> {
  readonly gate?: GateReport;
  readonly message?: string;
}

const nightly = () => import('../../../trainer/nightly/index.js');

/** `farm nightly`: training by schedule. */
export function registerNightly(command: Command, context: CommandContext): void {
  withConfig(command.command('run'))
    .description('train by the schedule until interrupted; catches up one missed night')
    .action((options: NightlyOptions) => run(context, options));
  withConfig(command.command('now'))
    .description('train now, as for the night that was due last')
    .option('--json', 'print one JSON document')
    .action((options: NightlyOptions) => now(context, options));
  command
    .command('ls')
    .description('list what the last nights came to')
    .option('--count <number>', 'how many', wholeNumber(1, 10_000), 20)
    .option('--json', 'print one JSON document')
    .action((options: { count: number; json?: true }) => list(context, options.count, options.json));
}

function withConfig(command: Command): Command {
  return command
    .option('--config <file>', 'schedule, scenarios and thresholds (default: configs/nightly.yaml)')
    .option(
      '--processes <number>',
      'processes that train side by side (default: one a core)',
      wholeNumber(1, 256),
    );
}

async function readSettings(context: CommandContext, { config }: NightlyOptions) {
  const { readYamlFile } = await import('../../../platform/yaml.js');
  const file = config === undefined ? packageFile('configs/nightly.yaml') : resolve(context.cwd, config);
  return readYamlFile(file, (await nightly()).nightlySettingsSchema);
}

/** Trains nights in as many processes as are wanted. */
async function trainerOn(
  context: CommandContext,
  { processes = availableParallelism() }: NightlyOptions,
): Promise<(options: NightOptions) => Promise<NightEntry[]>> {
  const [{ configuredServices }, { trainNightOnAllCores }] = await Promise.all([
    import('../../context/configured-services.js'),
    import('./train-on-all-cores.js'),
  ]);
  const { databaseUrl } = await configuredServices(await context.config());
  const prior = await offeredPrior('auto', context.cwd);
  const offered = prior === undefined ? {} : { prior };
  return (options) => trainNightOnAllCores({ ...options, ...offered }, { databaseUrl, processes });
}

async function run(context: CommandContext, options: NightlyOptions): Promise<void> {
  const settings = await readSettings(context, options);
  const { startNightly } = await nightly();
  const { untilServicesAnswer } = await import('../../context/until-services-answer.js');
  const { database, queue } = await untilServicesAnswer(context, () => context.services());
  const { clock, signal } = context;
  const logger = await context.logger();
  const handle = await startNightly({
    database,
    queue,
    settings,
    clock,
    logger,
    codeVersion: programVersion,
    train: await trainerOn(context, options),
    onNight: (dueAt, entries) => {
      context.stderr.write(
        `${dueAt.toISOString()}: ${entries.map(entryText).join(', ') || 'nothing to train'}\n`,
      );
    },
  });
  await new Promise<void>((stopped) => {
    if (signal.aborted) stopped();
    signal.addEventListener('abort', () => stopped(), { once: true });
  });
  await handle.stop();
}

async function now(context: CommandContext, options: NightlyOptions): Promise<void> {
  const settings = await readSettings(context, options);
  const { lastDueAt } = await nightly();
  const database = await context.database();
  const { clock } = context;
  const dueAt = lastDueAt(settings, new Date(clock.nowMs()));
  const codeVersion = programVersion;
  const trainNight = await trainerOn(context, options);
  const entries = await trainNight({
    database,
    settings,
    dueAt,
    codeVersion,
    clock,
    logger: await context.logger(),
  });
  if (options.json === true) writeJson(context.stdout, { dueAt, entries });
  else context.stdout.write(`${entries.map(entryText).join('\n') || 'nothing to train'}\n`);
  const failed = entries.filter(({ outcome }) => outcome === 'failed').length;
  if (failed > 0) context.exitWith(failed === entries.length ? 1 : 3);
}

async function list(context: CommandContext, count: number, json: true | undefined): Promise<void> {
  const database = await context.database();
  const nights = await (await nightly()).listNights(database, count);
  if (json === true) {
    writeJson(context.stdout, nights);
    return;
  }
  context.stdout.write(
    renderTable(
      ['due', 'device', 'scenario', 'outcome', 'error'].map((heading) => ({ heading })),
      nights.map(({ dueAt, deviceModel, scenarioKey, outcome, report }) => [
        dueAt.toISOString(),
        deviceModel,
        scenarioKey,
        outcome ?? 'at work',
        errorOfNight(report),
      ]),
    ),
  );
}

function entryText({ deviceModel, scenarioKey, outcome }: NightEntry): string {
  return `${deviceModel} in ${scenarioKey}: ${outcome}`;
}

/** What a night's report says of the error of what it learned. */
function errorOfNight(report: unknown): string {
  const { heldOut, gate, message } = (report ?? {}) as NightReport;
  if (message !== undefined) return message;
  return heldOut === undefined ? '-' : errorText({ groups: [], heldOut }, gate);
}
