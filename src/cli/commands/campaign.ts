import { resolve } from 'node:path';

import type { Command } from 'commander';

import {
  campaignProgress,
  cancelCampaign,
  pauseCampaign,
  readCampaign,
  resumeCampaign,
  submitCampaign,
} from '../../orchestrator/index.js';
import type { CampaignProgress } from '../../orchestrator/index.js';
import type { CommandContext } from '../context.js';
import { durationText, shareText } from '../output/format.js';
import { writeJson } from '../output/output.js';
import { renderTable } from '../output/table.js';

interface JsonOption {
  readonly json?: true;
}

export function registerCampaign(program: Command, context: CommandContext): void {
  const campaign = program.command('campaign').description('queue measurements and see how they stand');
  campaign
    .command('submit')
    .description('store a campaign and wake the workers')
    .argument('<file>', 'campaign, YAML (docs/guides/campaigns.md)')
    .option('--json', 'print one JSON document')
    .action((file: string, options: JsonOption) => submit(context, file, options));
  campaign
    .command('ls')
    .description('list the campaigns, the latest first')
    .option('--json', 'print one JSON document')
    .action((options: JsonOption) => list(context, options));
  campaign
    .command('show')
    .description('show how a campaign stands')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--json', 'print one JSON document')
    .action((id: string, options: JsonOption) => show(context, id, options));
  campaign
    .command('cancel')
    .description('give up what a campaign has not measured yet')
    .argument('<id>', 'its id, or the beginning of it')
    .option('--reason <text>', 'why, for its history', 'cancelled from the command line')
    .action((id: string, { reason }: { reason: string }) => cancel(context, id, reason));
  campaign
    .command('pause')
    .description('take a campaign out of the queues')
    .argument('<id>', 'its id, or the beginning of it')
    .action((id: string) => pause(context, id));
  campaign
    .command('resume')
    .description('put a paused campaign back into the queues')
    .argument('<id>', 'its id, or the beginning of it')
    .action((id: string) => resume(context, id));
}

async function submit(context: CommandContext, file: string, { json }: JsonOption): Promise<void> {
  const campaign = await readCampaign(resolve(context.cwd, file));
  const { database, queues } = await context.services();
  const submitted = await submitCampaign(database, queues, campaign);
  if (json === true) {
    writeJson(context.stdout, submitted);
    return;
  }
  context.stdout.write(`${submitted.id}\n`);
  const { sampleCount, runCount, pools } = submitted;
  context.stderr.write(
    `${campaign.file.name}: ${runCount} runs of ${sampleCount} models on ${pools.join(', ')}\n`,
  );
}

async function list(context: CommandContext, { json }: JsonOption): Promise<void> {
  const { database } = await context.services();
  const campaigns = await database.prisma.campaign.findMany({
    orderBy: { createdAt: 'desc' },
    select: { id: true },
  });
  const progress = await Promise.all(campaigns.map(({ id }) => campaignProgress(database, id)));
  if (json === true) {
    writeJson(context.stdout, progress);
    return;
  }
  const headings = [
    { heading: 'id' },
    { heading: 'name' },
    { heading: 'owner' },
    { heading: 'state' },
    { heading: 'done', align: 'right' as const },
    { heading: 'failed', align: 'right' as const },
    { heading: 'left', align: 'right' as const },
    { heading: 'runs', align: 'right' as const },
  ];
  context.stdout.write(renderTable(headings, progress.map(rowOf)));
}

function rowOf({ id, name, owner, state, runs }: CampaignProgress): string[] {
  const counts = [runs.DONE, runs.FAILED, runs.PENDING + runs.RUNNING, runs.total];
  return [id, name, owner, state.toLowerCase(), ...counts.map(String)];
}

async function show(context: CommandContext, id: string, { json }: JsonOption): Promise<void> {
  const { database } = await context.services();
  const progress = await campaignProgress(database, id);
  if (json === true) writeJson(context.stdout, progress);
  else context.stdout.write(progressText(progress) + roundsTable(progress));
}

function progressText(progress: CampaignProgress): string {
  const { runs, etaSeconds, stateReason } = progress;
  const counts = (values: Readonly<Record<string, number>>): string =>
    Object.entries(values)
      .map(([key, count]) => `${count} ${key}`)
      .join(', ') || 'none';
  const rows = [
    ['campaign', progress.name],
    ['id', progress.id],
    ['owner', progress.owner],
    ['state', progress.state.toLowerCase() + (stateReason === null ? '' : ` (${stateReason})`)],
    [
      'runs',
      `${runs.total}: ${runs.DONE} done, ${runs.RUNNING} running, ${runs.PENDING} pending, ${runs.FAILED} failed, ${runs.CANCELLED} cancelled`,
    ],
    ['verdicts', counts(progress.verdicts)],
    ['failures', counts(progress.failures)],
    ['phone time', durationText(progress.phoneBusyMs)],
    ['in the tool', shareText(progress.phoneBusyShare)],
    ['time left', etaSeconds === null ? '-' : durationText(etaSeconds * 1000)],
  ];
  return rows.map(([label = '', value = '']) => `${label.padEnd(12)}${value}\n`).join('');
}

/** What an active campaign decided, round by round. */
function roundsTable({ rounds }: CampaignProgress): string {
  if (rounds.length === 0) return '';
  const number = (heading: string) => ({ heading, align: 'right' as const });
  const headings = [
    { heading: 'scenario' },
    { heading: 'pool' },
    number('round'),
    { heading: 'state' },
    number('measured before'),
    number('expected error'),
    number('within target'),
    number('chosen'),
    number('expected cost'),
  ];
  const percent = (value: number | undefined) => (value === undefined ? '-' : `${value.toFixed(1)} %`);
  const table = renderTable(
    headings,
    rounds.map(({ scenarioKey, poolKey, ordinal, state, estimate, choices, expectedCostMs }) => [
      scenarioKey,
      poolKey,
      String(ordinal),
      state.toLowerCase(),
      String(estimate?.measured ?? 0),
      percent(estimate?.expectedErrorPercent),
      percent(estimate?.networksWithinPercent),
      String(choices.length),
      durationText(expectedCostMs),
    ]),
  );
  return `\n${table}`;
}

async function cancel(context: CommandContext, id: string, reason: string): Promise<void> {
  const { database } = await context.services();
  await cancelCampaign(database, id, reason);
}

async function pause(context: CommandContext, id: string): Promise<void> {
  const { database, queues } = await context.services();
  await pauseCampaign(database, queues, id);
}

async function resume(context: CommandContext, id: string): Promise<void> {
  const { database, queues } = await context.services();
  await resumeCampaign(database, queues, id);
}
