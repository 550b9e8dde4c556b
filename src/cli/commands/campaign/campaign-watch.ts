import type { Command } from 'commander';

import type { CampaignProgress } from '../../../orchestrator/index.js';
import { wholeNumber } from '../options/arguments.js';
import type { CommandContext, ExitCode } from '../../context/context.js';
import { writeJson } from '../../output/output.js';

interface WatchOptions {
  readonly patience?: number;
  readonly json?: true;
}

/** `farm campaign watch`. */
export function registerCampaignWatch(campaign: Command, context: CommandContext, idText: string): void {
  campaign
    .command('watch')
    .description('follow a campaign until it is over; the exit code says how it ended')
    .argument('<id>', idText)
    .option(
      '--patience <seconds>',
      'give up when nothing happens for so long (default: never)',
      wholeNumber(1),
    )
    .option('--json', 'print how it ended as one JSON document')
    .action((id: string, options: WatchOptions) => watch(context, id, options));
}

/** 0 done, 3 partly done, 1 failed or cancelled. */
const exitCodes: Readonly<Partial<Record<CampaignProgress['state'], ExitCode>>> = {
  DONE: 0,
  PARTLY_DONE: 3,
};

async function watch(context: CommandContext, id: string, { patience, json }: WatchOptions): Promise<void> {
  const { findCampaign } = await import('../../../orchestrator/index.js');
  const { progressLine, watchCampaign } = await import('../../campaigns/watch.js');
  const services = await context.services();
  const campaign = await findCampaign(services.database, id);
  const { clock, signal, progress } = context;
  const stage = progress.stage(campaign.name);
  try {
    const end = await watchCampaign(services, campaign.id, {
      clock,
      signal,
      onProgress: (state) => stage.update(progressLine(state)),
      ...(patience === undefined ? {} : { patienceMs: 1000 * patience }),
    });
    const reason = end.stateReason === null ? '' : `, ${end.stateReason}`;
    stage.done(`${end.state.toLowerCase()}${reason}: ${progressLine(end)}`);
    if (json === true) writeJson(context.stdout, end);
    context.exitWith(exitCodes[end.state] ?? 1);
  } catch (error) {
    stage.failed();
    throw error;
  }
}
