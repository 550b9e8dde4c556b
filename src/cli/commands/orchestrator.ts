import type { Command } from 'commander';

import type { CommandContext } from '../context/context.js';
import { deliverWebhooksOf } from './webhooks/deliver.js';

/** `farm orchestrator`: what looks after campaigns, wherever they are measured. */
export function registerOrchestrator(orchestrator: Command, context: CommandContext): void {
  orchestrator
    .command('run')
    .description('look after running campaigns and tell webhooks, until interrupted; several may run at once')
    .action(() => run(context));
}

async function run(context: CommandContext): Promise<void> {
  const { superviseCampaigns } = await import('../campaigns/supervise.js');
  const { untilServicesAnswer } = await import('../context/until-services-answer.js');
  await untilServicesAnswer(context, () => context.services());
  (await context.logger()).info('looking after campaigns');
  await Promise.all([superviseCampaigns(context), deliverWebhooksOf(context)]);
}
