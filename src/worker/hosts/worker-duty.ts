import type { Logger } from '../../platform/index.js';
import type { HostDuty } from './host-supervisor.js';
import {
  inspectHost,
  installPackage,
  refuseUnfitHost,
  startRemoteWorker,
  stopRemoteWorker,
  type RemoteWorkerSettings,
} from './remote-worker.js';
import { isLoopback, urlForHost } from './service-urls.js';
import type { SshSession } from './ssh/ssh-session.js';

export interface WorkerDutyOptions {
  /** What the worker is told; its URLs as they are reached from here. */
  readonly settings: RemoteWorkerSettings;
  /** Version that has to run there. */
  readonly version: string;
  /** Path of the package of that version, made when it is first needed. */
  readonly packageTarball: () => Promise<string>;
  readonly logger: Logger;
}

/**
 * Keeps a worker running on a host: installs this version when the host has another, starts the worker when none runs, and
 * again when it died. A worker that reaches its services through the link is started anew with each link, since the
 * tunnel's port changes; any other outlives the link and goes on measuring.
 */
export function workerDuty(options: WorkerDutyOptions): HostDuty {
  const { settings, version, logger } = options;
  const throughTunnel = isLoopback(settings.databaseUrl) || isLoopback(settings.queueUrl);
  let reached: RemoteWorkerSettings = settings;

  const ensureInstalled = async (session: SshSession): Promise<void> => {
    const report = await inspectHost(session);
    refuseUnfitHost(session, report);
    if (report.packageVersion === version) return;
    await stopRemoteWorker(session);
    logger.info({ host: settings.hostName, version }, 'installing the worker');
    await installPackage(session, await options.packageTarball(), version);
  };

  const ensureRunning = async (session: SshSession): Promise<number> => {
    const { processId } = await inspectHost(session);
    if (processId !== undefined) return processId;
    const started = await startRemoteWorker(session, reached);
    logger.info({ host: settings.hostName, processId: started }, 'worker started');
    return started;
  };

  return {
    async start(session) {
      await ensureInstalled(session);
      if (throughTunnel) await stopRemoteWorker(session);
      reached = {
        ...settings,
        databaseUrl: await urlForHost(session, settings.databaseUrl),
        queueUrl: await urlForHost(session, settings.queueUrl),
      };
      return { processId: await ensureRunning(session), packageVersion: version };
    },
    async check(session) {
      await ensureRunning(session);
    },
    stop: () => Promise.resolve(),
  };
}
