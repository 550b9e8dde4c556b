import { Option, type Command } from 'commander';

import type { RunList, RunLog, RunQuery } from '../../../orchestrator/index.js';
import { verdicts, type Verdict } from '../../../records/verdict.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import type { RemoteOutput } from '../../remote/remote-farm.js';
import { wholeNumber } from '../options/arguments.js';
import { registerReparse } from './reparse.js';

interface ListOptions {
  readonly campaign?: string;
  readonly phone?: string;
  readonly verdict?: Verdict;
  readonly failed?: true;
  readonly limit: number;
  readonly after?: string;
  readonly json?: true;
  readonly csv?: true;
}

interface JsonOption {
  readonly json?: true;
}

interface LogOptions extends JsonOption {
  readonly stream?: LogStream;
}

/** What is kept of a run's output, by the name that the command line gives it. */
const logStreams = {
  stdout: 'stdout',
  stderr: 'stderr',
  profile: 'profile',
  'profiled-stdout': 'profiledStdout',
  'profiled-stderr': 'profiledStderr',
} as const;
type LogStream = keyof typeof logStreams;

const idText = 'its id, or the beginning of it';

/** `farm runs`: what each run measured, how, and what the tool printed. */
export function registerRuns(runs: Command, context: CommandContext): void {
  runs
    .command('ls')
    .description('list the runs, those begun last first')
    .option('--campaign <id-or-name>', 'only of this campaign')
    .option('--phone <serial>', 'only those that this phone executed')
    .addOption(new Option('--verdict <verdict>', 'only with this verdict').choices(verdicts))
    .option('--failed', 'only those that failed and are not tried again')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 10_000), 50)
    .option('--after <id>', 'go on behind this run')
    .addOption(new Option('--csv', 'print CSV').conflicts('json'))
    .option('--json', 'print one JSON document')
    .action((options: ListOptions) => list(context, options));
  runs
    .command('show')
    .description('show what a run measured, under which conditions, and what is predicted of it')
    .argument('<id>', idText)
    .option('--json', 'print one JSON document')
    .action((id: string, options: JsonOption) => show(context, id, options));
  runs
    .command('log')
    .description('print what the benchmark tool printed in a run')
    .argument('<id>', idText)
    .addOption(
      new Option('--stream <name>', 'only this; stdout and stderr by default').choices(
        Object.keys(logStreams),
      ),
    )
    .option('--json', 'print one JSON document')
    .action((id: string, options: LogOptions) => log(context, id, options));
  registerReparse(runs, context);
}

async function list(context: CommandContext, { json, csv, ...query }: ListOptions): Promise<void> {
  const page = await readPage(context, query);
  if (json === true) {
    writeJson(context.stdout, page);
    return;
  }
  const { runCsv, runTable } = await import('./run-table.js');
  context.stdout.write(csv === true ? await runCsv(page.runs) : runTable(page.runs));
  if (page.next !== null) context.stderr.write(`there are more: go on with --after ${page.next}\n`);
}

async function readPage(context: CommandContext, query: RunQuery): Promise<RunList> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.runs(query);
  const { listRuns } = await import('../../../orchestrator/runs/list-runs.js');
  return listRuns(await context.sqlDatabase(), query);
}

async function show(context: CommandContext, id: string, { json }: JsonOption): Promise<void> {
  const { run, predicted } = await readRun(context, id);
  if (json === true) {
    // Whose run it is stands above.
    const operations = predicted.operations.map((operation) => ({ ...operation, runId: undefined }));
    writeJson(context.stdout, { ...run, operations, predicted: predicted.total });
    return;
  }
  const { runSheet } = await import('./run-sheet.js');
  context.stdout.write(runSheet(run, predicted));
}

async function readRun(context: CommandContext, id: string) {
  const remote = await context.remoteFarm();
  if (remote !== undefined) {
    const run = await remote.run(id);
    return { run, predicted: await remote.runPrediction(run.id) };
  }
  const { showRun } = await import('../../../orchestrator/runs/show-run.js');
  const database = await context.database();
  const run = await showRun(database, id);
  const { predictRun, releasesOf } = await import('../../../trainer/index.js');
  return { run, predicted: await predictRun(database, releasesOf(database), run) };
}

async function log(context: CommandContext, id: string, { json, stream }: LogOptions): Promise<void> {
  const { id: runId, exitCode, ...kept } = await readOutput(context, id);
  const textOf = (name: LogStream) => kept[logStreams[name]]?.toString();
  if (json === true) {
    const texts = Object.entries(logStreams).map(([name, member]) => [
      member,
      textOf(name as LogStream) ?? null,
    ]);
    writeJson(context.stdout, { id: runId, exitCode, ...Object.fromEntries(texts) });
    return;
  }
  const wanted: readonly LogStream[] = stream === undefined ? ['stdout', 'stderr'] : [stream];
  context.stdout.write(wanted.map((name) => textOf(name) ?? '').join(''));
}

async function readOutput(context: CommandContext, id: string): Promise<RunLog | RemoteOutput> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.runOutput(id);
  const { runLog } = await import('../../../orchestrator/runs/run-log.js');
  return runLog(await context.sqlDatabase(), id);
}
