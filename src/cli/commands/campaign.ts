import type { Command } from 'commander';

import { cancelCampaign, pauseCampaign, resumeCampaign } from '../../orchestrator/index.js';
import type { CommandContext } from '../context.js';
import { registerCampaignShow } from './campaign-show.js';
import { registerCampaignSubmit } from './campaign-submit.js';
import { registerCampaignWatch } from './campaign-watch.js';

/** What the help says of the argument that names a campaign. */
const idText = 'its id, or the beginning of it';

export function registerCampaign(program: Command, context: CommandContext): void {
  const campaign = program.command('campaign').description('queue measurements and see how they stand');
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
