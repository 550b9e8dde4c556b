import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Logger } from '../../../platform/index.js';
import { startServices } from '../../../platform/services/index.js';
import type { CommandContext } from '../../context/context.js';
import { startLab } from '../../lab/lab.js';
import type { Lab } from '../../lab/lab.js';
import { defaultProfile } from '../../lab/profile.js';
import { connectServices } from '../../context/services.js';
import type { Services } from '../../context/services.js';

/**
 * Does `work` with services, virtual phones and a worker of their own, of which nothing is left afterwards, however it ends.
 * Servers that the environment names are not touched: the demo must not fill a database in use.
 */
export async function withThrowawayLab<Result>(
  context: CommandContext,
  { phones, logger }: { readonly phones: number; readonly logger: Logger },
  work: (services: Services, lab: Lab) => Promise<Result>,
): Promise<Result> {
  const { clock, signal, progress } = context;
  const cleanUp: (() => Promise<unknown>)[] = [];
  const stage = progress.stage('start');
  let started = false;
  try {
    const directory = await mkdtemp(join(tmpdir(), 'latency-farm-phones-'));
    cleanUp.push(() => rm(directory, { recursive: true, force: true }));
    stage.update('Postgres');
    const config = await context.config();
    const { dataDirectory } = config;
    const server = await startServices({ dataDirectory }, { clock, logger, throwaway: true });
    cleanUp.push(() => server.stop());
    const services = await connectServices(server, config, logger);
    cleanUp.push(() => services.close());
    stage.update('phones');
    const profile = defaultProfile;
    const lab = await startLab({ services, phones, profile, directory, clock, logger, signal });
    cleanUp.push(() => lab.stop());
    stage.done(`Postgres, ${phones} virtual ${phones === 1 ? 'phone' : 'phones'}, a worker`);
    started = true;
    return await work(services, lab);
  } finally {
    if (!started) stage.failed();
    for (const step of cleanUp.toReversed()) await step();
  }
}
