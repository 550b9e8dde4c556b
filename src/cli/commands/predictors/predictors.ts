import { userInfo } from 'node:os';

import type { Command } from 'commander';

import type {
  GateReport,
  GroupDifference,
  ReleaseDetails,
  ReleaseSummary,
  ReleaseVersion,
} from '../../../trainer/index.js';
import { scenarioArgument, wholeNumber } from '../options/arguments.js';
import type { CommandContext } from '../../context/context.js';
import { gateReportText } from '../releases/gate-report.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { registerPredictorsExport } from './predictors-export.js';
import { registerPredictorsImport } from './predictors-import.js';
import { errorText, learnedFromText, shortErrorText } from '../releases/release-text.js';
import { registerPredictorsPin } from './predictors-pin.js';
import { registerPredictorsPromote } from './predictors-promote.js';

interface ReleaseOptions {
  readonly scenario: string;
  readonly device: string;
  readonly json?: true;
}

const trainer = () => import('../../../trainer/index.js');
const version = wholeNumber(1, 0x7fffffff);

/** `farm predictors`: the releases that answer, answered, or were refused. */
export function registerPredictors(predictors: Command, context: CommandContext): void {
  predictors
    .command('ls')
    .description('list the releases')
    .option('--scenario <key>', 'only of this scenario', scenarioArgument)
    .option('--device <model>', 'only for this device model')
    .option('--json', 'print one JSON document')
    .action((options: Partial<ReleaseOptions>) => list(context, options));
  ofRelease(predictors.command('show').argument('<version>', 'of the release', version))
    .description('show a release: its predictors, its gate report, its history')
    .option('--json', 'print one JSON document')
    .action((number: number, options: ReleaseOptions) => show(context, keyOf(options, number), options.json));
  registerPredictorsPromote(predictors, context);
  registerPredictorsPin(predictors, context);
  ofRelease(predictors.command('rollback'))
    .description('let the release answer again that answered before the present one')
    .action((options: ReleaseOptions) => rollback(context, options));
  ofRelease(
    predictors
      .command('diff')
      .argument('<before>', 'version', version)
      .argument('<after>', 'version', version),
  )
    .description('compare two releases, kernel group by kernel group')
    .option('--json', 'print one JSON document')
    .action((before: number, after: number, options: ReleaseOptions) =>
      diff(context, before, after, options),
    );
  ofRelease(predictors.command('history'))
    .description('say which release answered when')
    .option('--json', 'print one JSON document')
    .action((options: ReleaseOptions) => history(context, options));
  registerPredictorsExport(predictors, context);
  registerPredictorsImport(predictors, context);
}

function ofRelease(command: Command): Command {
  return command
    .requiredOption('--scenario <key>', 'such as 1large-t1-float32-builtin-2.15', scenarioArgument)
    .requiredOption('--device <model>', 'device model');
}

function keyOf({ scenario, device }: ReleaseOptions, number: number): ReleaseVersion {
  return { scenarioKey: scenario, deviceModel: device, version: number };
}

async function list(context: CommandContext, options: Partial<ReleaseOptions>): Promise<void> {
  const filter = {
    ...(options.scenario === undefined ? {} : { scenarioKey: options.scenario }),
    ...(options.device === undefined ? {} : { deviceModel: options.device }),
  };
  const remote = await context.remoteFarm();
  const { listReleases } = await trainer();
  const releases =
    remote === undefined
      ? await listReleases(await context.database(), filter)
      : await remote.releases(filter);
  if (options.json === true) writeJson(context.stdout, releases);
  else
    writeTable(
      context,
      ['device', 'scenario', 'version', 'state', 'error', 'learned from', 'trained'],
      releases.map(releaseRow),
    );
}

function releaseRow(release: ReleaseSummary): string[] {
  const { deviceModel, scenarioKey, state, notes, pinned, createdAt } = release;
  return [
    deviceModel,
    scenarioKey,
    String(release.version),
    pinned ? `${state}, pinned` : state,
    shortErrorText(notes),
    learnedFromText(notes),
    createdAt.toISOString(),
  ];
}

async function show(context: CommandContext, key: ReleaseVersion, json: true | undefined): Promise<void> {
  const release = await readRelease(context, key);
  if (json === true) {
    writeJson(context.stdout, release);
    return;
  }
  const report = release.gateReport as GateReport | null;
  context.stdout.write(
    `release ${release.version}, ${release.state}, trained ${release.createdAt.toISOString()}\n`,
  );
  context.stdout.write(`learned from ${learnedFromText(release.notes)}\n`);
  context.stdout.write(`${errorText(release.notes, report)}\n\n`);
  writeTable(context, ['kernel group', 'learner', 'rows', 'SHA-256'], release.groups.map(groupRow));
  if (report !== null) context.stdout.write(`\n${gateReportText(report)}`);
  context.stdout.write('\n');
  writeTable(
    context,
    ['when', 'what', 'by'],
    release.history.map(({ at, kind, actor }) => [at.toISOString(), kind, actor]),
  );
}

async function readRelease(context: CommandContext, key: ReleaseVersion): Promise<ReleaseDetails> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.release(key);
  const { showRelease } = await trainer();
  return showRelease(await context.database(), key);
}

function groupRow({
  kernelGroup,
  learner,
  trainingRows,
  artifactSha256,
}: ReleaseDetails['groups'][number]): string[] {
  return [kernelGroup, learner, String(trainingRows), artifactSha256.slice(0, 12)];
}

async function rollback(context: CommandContext, { scenario, device }: ReleaseOptions): Promise<void> {
  const database = await context.database();
  const key = { scenarioKey: scenario, deviceModel: device };
  const restored = await (await trainer()).rollbackRelease(database, key, userInfo().username);
  context.stdout.write(`release ${restored} answers again for ${device} in ${scenario}\n`);
}

async function diff(
  context: CommandContext,
  before: number,
  after: number,
  options: ReleaseOptions,
): Promise<void> {
  const { diffReleases } = await trainer();
  const [old, young] = await Promise.all([
    readRelease(context, keyOf(options, before)),
    readRelease(context, keyOf(options, after)),
  ]);
  const differences = diffReleases(old, young);
  if (options.json === true) writeJson(context.stdout, differences);
  else {
    for (const [number, release] of [
      [before, old],
      [after, young],
    ] as const) {
      context.stdout.write(
        `release ${number}: ${errorText(release.notes, release.gateReport as GateReport | null)}\n`,
      );
    }
    context.stdout.write('\n');
    writeTable(context, ['kernel group', 'change', 'before', 'after'], differences.map(differenceRow));
  }
}

function differenceRow({ kernelGroup, change, before, after }: GroupDifference): string[] {
  const factsText = (facts: GroupDifference['before']) =>
    facts === undefined
      ? '-'
      : `${facts.learner}, ${facts.trainingRows} rows${facts.mapePercent === undefined ? '' : `, ${facts.mapePercent.toFixed(1)} % off`}`;
  return [kernelGroup, change, factsText(before), factsText(after)];
}

async function history(context: CommandContext, { scenario, device, json }: ReleaseOptions): Promise<void> {
  const place = { scenarioKey: scenario, deviceModel: device };
  const remote = await context.remoteFarm();
  const { releaseHistory } = await trainer();
  const entries =
    remote === undefined
      ? await releaseHistory(await context.database(), place)
      : await remote.releaseHistory(place);
  if (json === true) {
    writeJson(context.stdout, entries);
    return;
  }
  const rows = entries.map(({ at, version: number, kind, actor }) => [
    at.toISOString(),
    String(number),
    kind,
    actor,
  ]);
  writeTable(context, ['when', 'version', 'what', 'by'], rows);
}

function writeTable(context: CommandContext, headings: readonly string[], rows: readonly string[][]): void {
  context.stdout.write(
    renderTable(
      headings.map((heading) => ({ heading })),
      rows,
    ),
  );
}
