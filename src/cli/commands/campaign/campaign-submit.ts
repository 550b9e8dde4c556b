import { resolve } from 'node:path';

import type { Command } from 'commander';

import type { Campaign } from '../../../orchestrator/index.js';
import type { CommandContext } from '../../context/context.js';
import { writeJson } from '../../output/output.js';

interface EstimateOptions {
  readonly json?: true;
}

interface SubmitOptions extends EstimateOptions {
  readonly dryRun?: true;
}

const orchestrator = () => import('../../../orchestrator/index.js');

const fileText = 'campaign, YAML (docs/guides/campaigns.md)';

/** `farm campaign estimate` and `submit`. */
export function registerCampaignSubmit(campaign: Command, context: CommandContext): void {
  campaign
    .command('estimate')
    .description('tell what a campaign would take, and store nothing')
    .argument('<file>', fileText)
    .option('--json', 'print one JSON document')
    .action((file: string, options: EstimateOptions) => estimate(context, file, options));
  campaign
    .command('submit')
    .description('store a campaign and wake the workers')
    .argument('<file>', fileText)
    .option('--dry-run', 'check it and tell what it would take, and store nothing')
    .option('--json', 'print one JSON document')
    .action((file: string, options: SubmitOptions) =>
      options.dryRun === true ? estimate(context, file, options) : submit(context, file, options),
    );
}

async function estimate(context: CommandContext, file: string, { json }: EstimateOptions): Promise<void> {
  const { estimateCampaign, readCampaign } = await orchestrator();
  const campaign = await readCampaign(resolve(context.cwd, file));
  const database = await context.database();
  const { offeredPrior } = await import('../../files/offered-prior.js');
  const offered = await offeredPrior('auto', context.cwd);
  const estimated = await estimateCampaign(database, campaign, offered?.prior);
  if (json === true) writeJson(context.stdout, estimated);
  else {
    const { estimateText } = await import('../../campaigns/estimate-text.js');
    context.stdout.write(estimateText(estimated));
  }
}

async function submit(context: CommandContext, file: string, { json }: SubmitOptions): Promise<void> {
  const { readCampaign, submitCampaign } = await orchestrator();
  const campaign = await readCampaign(resolve(context.cwd, file));
  const { database, queues } = await context.services();
  const submitted = await submitCampaign(database, queues, campaign);
  if (json === true) {
    writeJson(context.stdout, submitted);
    return;
  }
  context.stdout.write(`${submitted.id}\n`);
  const { sampleCount, runCount, pools } = submitted;
  const what =
    campaign.active === undefined
      ? `${runCount} runs of ${sampleCount} models`
      : `rounds of ${choiceText(campaign.active)}`;
  context.stderr.write(`${campaign.file.name}: ${what} on ${pools.join(', ')}\n`);
  const [last] = submitted.earlier;
  if (last === undefined) return;
  const when = last.createdAt.toISOString().slice(0, 16).replace('T', ' ');
  context.stderr.write(
    `note: the same file was submitted before, at ${when} UTC as ${last.id} (${last.state.toLowerCase()}); it is measured again. "farm campaign cancel ${submitted.id}" takes this one back\n`,
  );
}

/** What an active campaign chooses from. */
function choiceText({ candidates, architectures }: NonNullable<Campaign['active']>): string {
  return candidates.length > 0
    ? `a pool of ${candidates.length} configurations`
    : `a pool of ${architectures.length} networks`;
}
