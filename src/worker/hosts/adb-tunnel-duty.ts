import type { AdbEndpoint } from '../adb/index.js';
import type { HostDuty } from './host-supervisor.js';
import { openLocalTunnel, type LocalTunnel } from './ssh/tunnels.js';

/** A worker that was started for a tunnel. */
interface TunnelWorker {
  stop(): Promise<void>;
}

export interface AdbTunnelDutyOptions {
  /** Port of the host's adb server, usually 5037. */
  readonly adbPort: number;
  /** Starts a worker here for the adb server behind the tunnel. */
  readonly startWorker: (adb: AdbEndpoint) => Promise<TunnelWorker>;
}

/**
 * For a host with nothing but adb: a worker of this machine measures its phones through a tunnel to its adb server. When
 * the link is lost, the runs there end as lost and go back to their queue.
 */
export function adbTunnelDuty(options: AdbTunnelDutyOptions): HostDuty {
  const startServer = `adb -P ${options.adbPort} start-server`;
  let tunnel: LocalTunnel | undefined;
  let worker: TunnelWorker | undefined;
  return {
    async start(session) {
      await session.check(startServer);
      tunnel = await openLocalTunnel(session, options.adbPort);
      worker = await options.startWorker({ host: '127.0.0.1', port: tunnel.port });
      return {};
    },
    async check(session) {
      await session.check(startServer);
    },
    async stop() {
      const [endedWorker, endedTunnel] = [worker, tunnel];
      worker = tunnel = undefined;
      await endedTunnel?.close();
      await endedWorker?.stop();
    },
  };
}
