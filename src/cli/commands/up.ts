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

/** How long a token of "farm up" is valid. */
const tokenDays = 7;

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
    await endStrandedLab(context, services.embedded?.port);
    const lab = (await findLab(config.dataDirectory)) ?? (await startLabProcess(context, phones));
    stage.done(`${lab.serials.length} virtual phones`);
    const { adbPort, serials, identity, url } = lab;
    const token = url === undefined ? undefined : await makeToken(context);
    if (json !== true) {
      if (url !== undefined) context.stdout.write(`${url}\ntoken: ${token}\n`);
    } else {
      const { port } = services.embedded ?? {};
      writeJson(context.stdout, {
        dataDirectory: config.dataDirectory,
        postgresPort: port,
        adbPort,
        serials,
        url,
        token,
        ...identity,
      });
    }
  } catch (error) {
    stage.failed();
    throw error;
  }
}

/** A lab whose Postgres had to move, for its port was taken by another program, waits for it in vain. */
async function endStrandedLab({ config, clock }: CommandContext, port: number | undefined): Promise<void> {
  const { terminateIdentified } = await import('../../platform/index.js');
  const { findLab, forgetLab } = await import('../lab/registered-lab.js');
  const { dataDirectory } = await config();
  const lab = await findLab(dataDirectory);
  if (lab?.postgresPort === undefined || lab.postgresPort === port) return;
  await terminateIdentified(lab.identity, clock, { graceMs: 30_000 });
  await forgetLab(dataDirectory);
}

/** A token for whoever has started the farm, who may do everything with it anyway; each time another, since none can be told again. */
async function makeToken(context: CommandContext): Promise<string> {
  const { createToken } = await import('../../api/index.js');
  const nowMs = context.clock.nowMs();
  const expiresAt = new Date(nowMs + tokenDays * 86_400_000);
  const created = await createToken(await context.database(), {
    name: 'farm up',
    role: 'admin',
    nowMs,
    expiresAt,
  });
  return created.token;
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
