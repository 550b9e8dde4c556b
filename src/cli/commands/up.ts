import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';

import type { Command } from 'commander';

import { wholeNumber } from './options/arguments.js';
import type { CommandContext } from '../context/context.js';
import { cliError } from '../errors.js';
import { writeJson } from '../output/output.js';

interface UpOptions {
  readonly phones: number;
  readonly json?: true;
}

const readyDeadlineMs = 90_000;

export function registerUp(command: Command, context: CommandContext): void {
  command
    .option('--phones <number>', 'virtual phones', wholeNumber(0, 64), 2)
    .option('--json', 'print one JSON document')
    .action((options: UpOptions) => up(context, options));
}

async function up(context: CommandContext, { phones, json }: UpOptions): Promise<void> {
  const { startServices } = await import('../../platform/services/index.js');
  const { findLab } = await import('../lab/registered-lab.js');
  const { clock, progress } = context;
  const config = await context.config();
  const logger = await context.logger();
  const stage = progress.stage('up');
  try {
    stage.update('services');
    const services = await startServices(config, { clock, logger, lasting: true });
    stage.update('phones');
    const lab = (await findLab(config.dataDirectory)) ?? (await startLabProcess(context, phones));
    stage.done(`${lab.serials.length} virtual phones`);
    if (json === true) {
      const { adbPort, serials, identity } = lab;
      const { port } = services.embedded ?? {};
      writeJson(context.stdout, {
        dataDirectory: config.dataDirectory,
        postgresPort: port,
        adbPort,
        serials,
        ...identity,
      });
    }
  } catch (error) {
    stage.failed();
    throw error;
  }
}

/** Starts the background process and waits until it has its phones. */
async function startLabProcess({ config, clock, signal }: CommandContext, phones: number) {
  const { spawnEntry } = await import('../../platform/index.js');
  const { findLab } = await import('../lab/registered-lab.js');
  const { dataDirectory } = await config();
  await mkdir(dataDirectory, { recursive: true });
  const logPath = join(dataDirectory, 'lab.log');
  const log = await open(logPath, 'a', 0o600);
  const env = { FARM_DATA_DIR: dataDirectory };
  const child = spawnEntry('cli/main', ['lab', '--phones', String(phones)], {
    detached: { logFd: log.fd },
    env,
  });
  await log.close();
  const deadlineMs = clock.monotonicMs() + readyDeadlineMs;
  while (child.exitCode === null && clock.monotonicMs() < deadlineMs) {
    const lab = await findLab(dataDirectory);
    if (lab !== undefined) return lab;
    await clock.sleep(100, signal);
  }
  child.kill('SIGTERM');
  const what = child.exitCode !== null ? 'ended at once' : `was not ready after ${readyDeadlineMs / 1000} s`;
  throw cliError(
    'SERVICES_START_FAILED',
    `The process of the virtual phones ${what}; its log is ${logPath}.`,
  );
}
