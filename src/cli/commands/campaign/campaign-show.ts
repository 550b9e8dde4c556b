import type { Command } from 'commander';

import type { CampaignProgress } from '../../../orchestrator/index.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';
import { renderTable } from '../../output/table.js';
import { writeOutputFile } from '../../files/output-file.js';

interface ListOptions {
  readonly json?: true;
}

interface ShowOptions extends ListOptions {
  readonly plot?: string;
}

/** `farm campaign ls` and `show`. */
export function registerCampaignShow(campaign: Command, context: CommandContext, idText: string): void {
  campaign
    .command('ls')
    .description('list the campaigns, the latest first')
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

async function readAll(context: CommandContext): Promise<readonly CampaignProgress[]> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.campaigns();
  const { allCampaignProgress } = await orchestrator();
  return allCampaignProgress(await context.sqlDatabase());
}

async function readOne(context: CommandContext, id: string): Promise<CampaignProgress> {
  const remote = await context.remoteFarm();
  if (remote !== undefined) return remote.campaign(id);
  const { campaignProgress } = await orchestrator();
  return campaignProgress(await context.sqlDatabase(), id);
}

async function list(context: CommandContext, { json }: ListOptions): Promise<void> {
  const progress = await readAll(context);
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
