import { join } from 'node:path';

import type { Command } from 'commander';

import { wholeNumber } from './options/arguments.js';
import type { CommandContext } from '../context/context.js';
import { programVersion } from '../version.js';
import { deliverWebhooksOf } from './webhooks/deliver.js';

/** Hidden: what `farm up` leaves running in the background. */
export function registerLabCommand(command: Command, context: CommandContext): void {
  command
    .requiredOption('--phones <number>', 'virtual phones', wholeNumber(0, 64))
    .action((options: { phones: number }) => run(context, options.phones));
}

async function run(context: CommandContext, phones: number): Promise<void> {
  const { identifyProcess } = await import('../../platform/process/index.js');
  const { startLab } = await import('../lab/lab.js');
  const { findPostgres } = await import('../../platform/services/index.js');
  const { keepServices } = await import('../lab/keep-services.js');
  const { superviseCampaigns } = await import('../campaigns/supervise.js');
  const { forgetLab, registerLab } = await import('../lab/registered-lab.js');
  const { defaultProfile } = await import('../lab/profile.js');
  const { clock, signal } = context;
  const { dataDirectory } = await context.config();
  const services = await context.services();
  const directory = join(dataDirectory, 'virtual-phones');
  const logger = await context.logger();
  const profile = defaultProfile;
  const { startServer } = await import('../../api/index.js');
  const { database, queues } = services;
  const server = await startServer({ database, queues, clock, logger, version: programVersion });
  const lab = await startLab({ services, phones, profile, directory, clock, logger, signal }).catch(
    async (error: unknown) => {
      await server.stop();
      throw error;
    },
  );
  try {
    const { adbPort, serials } = lab;
    const identity = await identifyProcess(process.pid);
    const config = await context.config();
    const postgresPort =
      config.databaseUrl === undefined ? (await findPostgres(dataDirectory))?.port : undefined;
    const details = {
      adbPort,
      serials: [...serials],
      url: server.url,
      ...(postgresPort && { postgresPort }),
    };
    if (identity) await registerLab(dataDirectory, { identity, ...details });
    await Promise.all([
      superviseCampaigns(context),
      deliverWebhooksOf(context),
      keepServices(config, { clock, logger, signal }),
    ]);
  } finally {
    await forgetLab(dataDirectory);
    await server.stop();
    await lab.stop();
  }
}
