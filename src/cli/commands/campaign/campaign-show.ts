import type { Command } from 'commander';

import type { CampaignList, CampaignProgress, CampaignSummary } from '../../../orchestrator/index.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { wholeNumber } from '../options/arguments.js';
import { durationText, spanText } from '../../output/format.js';
import { renderTable } from '../../output/table.js';
import { writeOutputFile } from '../../files/output-file.js';

interface ListOptions {
  readonly limit: number;
  readonly after?: string;
  readonly wide?: true;
  readonly json?: true;
}

interface ShowOptions {
  readonly json?: true;
  readonly plot?: string;
}

/** `farm campaign ls` and `show`. */
export function registerCampaignShow(campaign: Command, context: CommandContext, idText: string): void {
  campaign
    .command('ls')
    .description('list the campaigns, the latest first')
    .option('--limit <number>', 'at most so many', wholeNumber(1, 1000), 50)
    .option('--after <id>', 'go on behind this campaign')
    .option('--wide', 'also priority, phone time, and why it stands as it does')
    .option('--json', 'print one JSON document')
    .action((options: ListOptions) => list(context, options));
  campaign
    .command('show')
    .description('show how a campaign stands')
    .argument('<id>', idText)
    .option('--plot <file>', 'write the learning curve of an active campaign, SVG')
    .option('--json', 'print one JSON document')
    .action((id: string, options: ShowOptions) => show(context, id, options));
}

/** Loaded by itself: who looks at campaigns needs neither graphs nor queues. */
const orchestrator = () => import('../../../orchestrator/campaign/progress.js');

async function readPage(
  context: CommandContext,
  query: { readonly limit: number; readonly after?: string },
): Promise<CampaignList> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.campaigns(query);
  const { listCampaigns } = await orchestrator();
  return listCampaigns(await context.sqlDatabase(), query);
}

async function readOne(context: CommandContext, id: string): Promise<CampaignProgress> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.campaign(id);
  const { campaignProgress } = await orchestrator();
  return campaignProgress(await context.sqlDatabase(), id);
}

async function list(context: CommandContext, { json, wide, ...query }: ListOptions): Promise<void> {
  const page = await readPage(context, query);
  if (json === true) {
    writeJson(context.stdout, page);
    return;
  }
  context.stdout.write(campaignTable(page.campaigns, context.clock.nowMs(), wide === true));
  if (page.next !== null) context.stderr.write(`there are more: go on with --after ${page.next}\n`);
}

function campaignTable(campaigns: readonly CampaignSummary[], nowMs: number, isWide: boolean): string {
  const left = ['id', 'name', 'owner', 'state'].map((heading) => ({ heading }));
  const right = (headings: readonly string[]) =>
    headings.map((heading) => ({ heading, align: 'right' as const }));
  const columns = [...left, ...right(['done', 'failed', 'left', 'runs', 'age'])];
  const more = [...right(['priority', 'phone time']), { heading: 'reason' }];
  const rows = campaigns.map((campaign) => {
    const { id, name, owner, state, runs, createdAt, priority, phoneBusyMs, stateReason } = campaign;
    const counts = [runs.DONE, runs.FAILED, runs.PENDING + runs.RUNNING, runs.total];
    const age = spanText(nowMs - createdAt.getTime());
    const row = [id, name, owner, state.toLowerCase(), ...counts.map(String), age];
    return isWide ? [...row, String(priority), durationText(phoneBusyMs), stateReason ?? ''] : row;
  });
  return renderTable(isWide ? [...columns, ...more] : columns, rows);
}

async function show(context: CommandContext, id: string, { json, plot }: ShowOptions): Promise<void> {
  const progress = await readOne(context, id);
  if (plot !== undefined) {
    const { campaignPlot } = await import('../../campaigns/campaign-plot.js');
    await writeOutputFile(context.cwd, plot, campaignPlot(progress));
  }
  if (json === true) writeJson(context.stdout, progress);
  else {
    const { progressText } = await import('../../campaigns/progress-text.js');
    context.stdout.write(progressText(progress));
  }
}
