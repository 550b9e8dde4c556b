import type { Services } from '../../context/services.js';
import type { CommandContext } from '../../context/context.js';
import type { ServiceUrls } from '../../../platform/services/index.js';
import { adbTunnelDuty, readFleet, startWorker, superviseHost, workerDuty } from '../../../worker/index.js';
import type { HostDuty, HostRecord } from '../../../worker/index.js';
import { programVersion } from '../../version.js';
import { packOwnPackage } from './package-tarball.js';

/** Keeps every host linked and measuring until the context's signal aborts. */
export async function runHosts(
  hosts: readonly HostRecord[],
  context: CommandContext,
  services: Services,
  urls: ServiceUrls,
): Promise<void> {
  const { clock, signal } = context;
  const logger = await context.logger();
  const { database } = services;
  let tarball: Promise<string> | undefined;
  const packageTarball = () => (tarball ??= packOwnPackage());
  const dutyOf = ({ kind, name: hostName, fleetPath, adbPort }: HostRecord): HostDuty => {
    if (kind === 'WORKER') {
      const fleet = fleetPath === null ? {} : { fleetPath };
      const settings = { hostName, ...urls, adbPort, adbProgram: 'adb', ...fleet };
      return workerDuty({ settings, version: programVersion, packageTarball, logger });
    }
    const start = { database, queue: services.queue, clock, logger, hostName };
    return adbTunnelDuty({
      adbPort,
      startWorker: async (adb) =>
        startWorker({ ...start, adb, ...(fleetPath === null ? {} : { fleet: await readFleet(fleetPath) }) }),
    });
  };
  await Promise.all(
    hosts.map((host) => superviseHost(host, { database, clock, logger, duty: dutyOf(host) }, signal)),
  );
}
