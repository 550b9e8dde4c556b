import type { Command } from 'commander';

import type { CommandContext } from '../../context/context.js';
import { registerCampaignShow } from './campaign-show.js';
import { registerCampaignSubmit } from './campaign-submit.js';
import { registerCampaignWatch } from './campaign-watch.js';

const orchestrator = () => import('../../../orchestrator/index.js');

/** What the help says of the argument that names a campaign. */
const idText = 'its id, the beginning of it, or its name';

export function registerCampaign(campaign: Command, context: CommandContext): void {
  registerCampaignSubmit(campaign, context);
  registerCampaignShow(campaign, context, idText);
  registerCampaignWatch(campaign, context, idText);
  campaign
    .command('pause')
    .description('take a campaign out of the queues')
    .argument('<id>', idText)
    .action((id: string) => pause(context, id));
  campaign
    .command('resume')
    .description('put a paused campaign back into the queues')
    .argument('<id>', idText)
    .action((id: string) => resume(context, id));
  campaign
    .command('cancel')
    .description('give up what a campaign has not measured yet')
    .argument('<id>', idText)
    .option('--reason <text>', 'why, for its history', 'cancelled from the command line')
    .action((id: string, { reason }: { reason: string }) => cancel(context, id, reason));
}

async function cancel(context: CommandContext, id: string, reason: string): Promise<void> {
  const database = await context.database();
  const { cancelCampaign } = await orchestrator();
  await cancelCampaign(database, id, reason);
}

async function pause(context: CommandContext, id: string): Promise<void> {
  const { database, queues } = await context.services();
  const { pauseCampaign } = await orchestrator();
  await pauseCampaign(database, queues, id);
}

async function resume(context: CommandContext, id: string): Promise<void> {
  const { database, queues } = await context.services();
  const { resumeCampaign } = await orchestrator();
  await resumeCampaign(database, queues, id);
}
