import type { Clock } from '../../platform/index.js';
import type { AdbEndpoint, AdbServer, ListedPhone } from '../adb/index.js';

export interface TcpConnectorOptions {
  readonly server: Pick<AdbServer, 'connect' | 'disconnect'>;
  readonly clock: Clock;
  /** Phones over TCP that the adb server is told to connect to. */
  readonly phones: readonly AdbEndpoint[];
  /** Shortest time between two attempts on one phone. */
  readonly everyMs: number;
  /** Told when an attempt is over: the list may have changed. */
  readonly onAttempt: () => void;
}

/**
 * Keeps TCP phones connected: the adb server forgets them when it restarts, drops one that was away for a minute, and tries one
 * that it lists as `offline` only every ten seconds. Attempts run beside each other and beside everything else.
 */
export class TcpConnector {
  readonly #options: TcpConnectorOptions;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #lastAttemptMs = new Map<string, number>();

  constructor(options: TcpConnectorOptions) {
    this.#options = options;
  }

  /** Starts an attempt for every phone that is missing in the list, or offline in it, and is due. */
  update(listed: readonly ListedPhone[], signal: AbortSignal): void {
    for (const address of this.#options.phones) {
      const adbSerial = `${address.host}:${address.port}`;
      const state = listed.find((phone) => phone.adbSerial === adbSerial)?.state;
      if (state !== undefined && state !== 'offline') continue;
      if (this.#underWay.has(adbSerial) || !this.#due(adbSerial)) continue;
      const attempt = this.#connect(address, state === 'offline', signal).finally(() => {
        this.#underWay.delete(adbSerial);
        this.#options.onAttempt();
      });
      this.#underWay.set(adbSerial, attempt);
    }
  }

  async #connect(address: AdbEndpoint, stale: boolean, signal: AbortSignal): Promise<void> {
    const { server } = this.#options;
    try {
      if (stale) await server.disconnect(address, { signal });
      await server.connect(address, { signal });
    } catch {
      // The phone is away. It is tried again when it is due.
    }
  }

  #due(adbSerial: string): boolean {
    const nowMs = this.#options.clock.monotonicMs();
    const lastMs = this.#lastAttemptMs.get(adbSerial);
    if (lastMs !== undefined && nowMs - lastMs < this.#options.everyMs) return false;
    this.#lastAttemptMs.set(adbSerial, nowMs);
    return true;
  }
}
