import { hostname } from 'node:os';
import { resolve } from 'node:path';

import type { Command } from 'commander';
import { InvalidArgumentError, Option } from 'commander';

import type { CommandContext } from '../context/context.js';

interface Endpoint {
  readonly host: string;
  readonly port: number;
}

interface RunOptions {
  readonly adb: Endpoint;
  readonly connect: readonly Endpoint[];
  readonly host: string;
  readonly fleet?: string;
  readonly adbProgram?: string;
}

export function registerWorker(worker: Command, context: CommandContext): void {
  worker
    .command('run')
    .description('measure on all phones of the adb server until interrupted')
    .option('--adb <host:port>', 'where the adb server listens', endpoint, { host: '127.0.0.1', port: 5037 })
    .option('--connect <host:port>', 'a phone over TCP; may be given several times', collectEndpoints, [])
    .addOption(
      new Option('--host <name>', 'what this host is called in tables').default(
        hostname(),
        "this host's name",
      ),
    )
    .option('--fleet <file>', 'what cannot be read from phones, such as configs/fleet.yaml')
    .option(
      '--adb-program <file>',
      'adb, to start the adb server again when it is gone (default: never started)',
    )
    .action((options: RunOptions) => run(context, options));
}

async function run(context: CommandContext, options: RunOptions): Promise<void> {
  const { adb, connect, host, fleet, adbProgram } = options;
  const { readFleet, startWorker } = await import('../../worker/index.js');
  const { untilServicesAnswer } = await import('../context/until-services-answer.js');
  const { superviseCampaigns } = await import('../campaigns/supervise.js');
  const { clock } = context;
  const fleetFile = fleet === undefined ? {} : { fleet: await readFleet(resolve(context.cwd, fleet)) };
  const logger = await context.logger();
  const worker = await untilServicesAnswer(context, async () => {
    const { database, queue } = await context.services();
    return await startWorker({
      database,
      queue,
      adb,
      tcpPhones: connect,
      clock,
      logger,
      hostName: host,
      ...fleetFile,
      ...(adbProgram === undefined ? {} : { adbProgram }),
    });
  });
  try {
    await superviseCampaigns(context);
  } finally {
    await worker.stop();
  }
}

function endpoint(text: string): Endpoint {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) {
    throw new InvalidArgumentError('Expected host:port.');
  }
  return { host, port: Number(port) };
}

function collectEndpoints(text: string, before: readonly Endpoint[]): readonly Endpoint[] {
  return [...before, endpoint(text)];
}
