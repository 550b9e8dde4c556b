import type { Command } from 'commander';

import type { ChangedRun, Reparsed } from '../../../worker/index.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { wholeNumber } from '../options/arguments.js';

interface ReparseCommandOptions {
  readonly campaign?: string;
  readonly run?: string;
  readonly apply?: true;
  readonly limit: number;
  readonly json?: true;
}

/** `farm runs reparse`: outputs that are kept, read again by the parser of today. */
export function registerReparse(runs: Command, context: CommandContext): void {
  runs
    .command('reparse')
    .description('read the kept outputs again, as they are read today, and show what is another')
    .option('--campaign <id-or-name>', 'only of this campaign')
    .option('--run <id>', 'only of this run')
    .option('--apply', 'store what has changed; without it nothing is written')
    .option('--limit <number>', 'show at most so many changed runs', wholeNumber(0, 10_000), 50)
    .option('--json', 'print one JSON document, with all changes')
    .action((options: ReparseCommandOptions) => reparse(context, options));
}

async function reparse(context: CommandContext, options: ReparseCommandOptions): Promise<void> {
  const { campaign, run, apply = false, limit, json } = options;
  const { findCampaign } = await import('../../../orchestrator/campaign/find.js');
  const { findRun } = await import('../../../orchestrator/runs/find-run.js');
  const { reparseRuns } = await import('../../../worker/index.js');
  const database = await context.database();
  const stage = context.progress.stage('reparse');
  const reparsed = await reparseRuns(database, {
    apply,
    ...(campaign !== undefined && { campaignId: (await findCampaign(database, campaign)).id }),
    ...(run !== undefined && { runId: (await findRun(database, run)).id }),
    onRun: (read) => stage.update(`${read} runs`),
  });
  stage.done(`${reparsed.read} runs`);
  if (json === true) writeJson(context.stdout, reparsed);
  else context.stdout.write(reparsedText(reparsed, apply, limit));
}

function reparsedText({ read, withoutModel, changed }: Reparsed, apply: boolean, limit: number): string {
  const shown = changed.slice(0, limit);
  const hidden = changed.length - shown.length;
  const done = apply
    ? `${changed.filter(({ stored }) => stored).length} stored`
    : 'nothing is stored (--apply does it)';
  const left = withoutModel === 0 ? '' : `; of ${withoutModel} no model can be made, they were not compared`;
  return [
    ...(shown.length === 0
      ? []
      : [changesTable(shown), ...(hidden === 0 ? [] : [`and ${hidden} more runs\n`]), '\n']),
    `${read} outputs read, ${changed.length} say something else than what is stored: ${done}${left}\n`,
  ].join('');
}

function changesTable(changed: readonly ChangedRun[]): string {
  return renderTable(
    ['run', 'field', 'stored', 'read today'].map((heading) => ({ heading })),
    changed.flatMap(({ id, changes }) =>
      changes.map(({ field, before, after }) => [
        id.slice(0, 13),
        field,
        valueText(before),
        valueText(after),
      ]),
    ),
  );
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '-';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
