import { join } from 'node:path';

import type { Command } from 'commander';

import { identifyProcess } from '../../platform/index.js';
import { wholeNumber } from '../arguments.js';
import type { CommandContext } from '../context.js';

/** Hidden: what `farm up` leaves running in the background. */
export function registerLabCommand(program: Command, context: CommandContext): void {
  program
    .command('lab', { hidden: true })
    .description('run virtual phones and a worker until interrupted')
    .requiredOption('--phones <number>', 'virtual phones', wholeNumber(0, 64))
    .action((options: { phones: number }) => run(context, options.phones));
}

async function run(context: CommandContext, phones: number): Promise<void> {
  const { startLab } = await import('../lab/lab.js');
  const { superviseCampaigns } = await import('../campaigns/supervise.js');
  const { forgetLab, registerLab } = await import('../lab/registered-lab.js');
  const { defaultProfile } = await import('../lab/profile.js');
  const { clock, signal } = context;
  const { dataDirectory } = context.config();
  const services = await context.services();
  const directory = join(dataDirectory, 'virtual-phones');
  const logger = context.logger();
  const profile = defaultProfile;
  const lab = await startLab({ services, phones, profile, directory, clock, logger, signal });
  try {
    const { adbPort, serials } = lab;
    const identity = await identifyProcess(process.pid);
    if (identity) await registerLab(dataDirectory, { identity, adbPort, serials: [...serials] });
    await superviseCampaigns(context);
  } finally {
    await forgetLab(dataDirectory);
    await lab.stop();
  }
}
