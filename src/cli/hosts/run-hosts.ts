import type { Services } from '../services/services.js';
import type { CommandContext } from '../context.js';
import type { ServiceUrls } from '../../platform/services/index.js';
import { adbTunnelDuty, startWorker, superviseHost, workerDuty } from '../../worker/index.js';
import type { HostDuty, HostRecord } from '../../worker/index.js';
import { programVersion } from '../version.js';
import { packOwnPackage } from './package-tarball.js';

const adbPort = 5037;

/** Keeps every host linked and measuring until the context's signal aborts. */
export async function runHosts(
  hosts: readonly HostRecord[],
  context: CommandContext,
  services: Services,
  urls: ServiceUrls,
): Promise<void> {
  const { clock, signal } = context;
  const logger = context.logger();
  const { database } = services;
  let tarball: Promise<string> | undefined;
  const packageTarball = () => (tarball ??= packOwnPackage());
  const dutyOf = (host: HostRecord): HostDuty => {
    if (host.kind === 'WORKER') {
      const settings = { hostName: host.name, ...urls, adbPort };
      return workerDuty({ settings, version: programVersion, packageTarball, logger });
    }
    const hostName = host.name;
    const start = { database, queue: services.queue, clock, logger, hostName };
    return adbTunnelDuty({ adbPort, startWorker: (adb) => startWorker({ ...start, adb }) });
  };
  await Promise.all(
    hosts.map((host) => superviseHost(host, { database, clock, logger, duty: dutyOf(host) }, signal)),
  );
}
