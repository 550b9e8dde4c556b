import { isFarmError } from '../../platform/index.js';
import type { Clock, Logger } from '../../platform/index.js';
import type { AdbServer, ListedPhone } from '../adb/index.js';
import { asFarmError } from '../as-farm-error.js';
import { TcpConnector } from './tcp-connector.js';

export interface DiscoveryOptions {
  readonly server: Pick<AdbServer, 'listPhones' | 'track' | 'connect' | 'disconnect'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** How often the list is read besides what the tracker says: a phone without power keeps its place in it for a minute. */
  readonly pollMs: number;
  /** TCP phones that are connected again whenever the server does not have them, as after its restart. */
  readonly tcpPhones: readonly { readonly host: string; readonly port: number }[];
  /** Starts the adb server where it should run and does not; absent when somebody else sees to that. */
  readonly startServer?: () => Promise<void>;
  /** Gets the whole list whenever it was read, `undefined` where the server does not answer. Called again only when it has resolved. */
  readonly onList: (phones: readonly ListedPhone[] | undefined) => Promise<void>;
}

const longestRearmMs = 10_000;
const shortestConnectMs = 2_000;

/**
 * Watches which phones the adb server lists, until the signal aborts: on every change that the tracker tells, and at every
 * poll. A lost server is told of, and asked again with growing pauses.
 */
export async function discoverPhones(options: DiscoveryOptions, signal: AbortSignal): Promise<void> {
  const { server, clock, logger, pollMs, tcpPhones, onList } = options;
  const bell = new Bell();
  const tracking = keepTracking(options, bell, signal);
  const everyMs = Math.min(pollMs, shortestConnectMs);
  const connector = new TcpConnector({
    server,
    clock,
    phones: tcpPhones,
    everyMs,
    onAttempt: () => bell.ring(),
  });
  let complaint: string | undefined;
  const complain = (reason: string) => {
    if (reason !== complaint) logger.warn({ reason }, 'the adb server does not answer');
    complaint = reason;
  };
  for (;;) {
    const phones = await listPhones(options, complain, signal);
    if (signal.aborted) break;
    if (phones !== undefined) complaint = undefined;
    if (phones !== undefined) connector.update(phones, signal);
    await onList(phones).catch((error: unknown) => logger.error({ error }, 'phones could not be looked at'));
    await bell.wait(clock, pollMs, signal);
  }
  await tracking;
}

/** `undefined` when the adb server does not answer. */
async function listPhones(
  { server, startServer }: DiscoveryOptions,
  complain: (reason: string) => void,
  signal: AbortSignal,
): Promise<ListedPhone[] | undefined> {
  try {
    return await server.listPhones({ signal });
  } catch (error) {
    if (signal.aborted) return undefined;
    complain(asFarmError(error).message);
    // A server that is there and hangs is left alone: others may be measuring through it.
    if (isFarmError(error, 'ADB_SERVER_LOST')) await startServer?.().catch(() => undefined);
    return undefined;
  }
}

/** Arms the tracker, and again after the server was lost. */
async function keepTracking(
  { server, clock }: DiscoveryOptions,
  bell: Bell,
  signal: AbortSignal,
): Promise<void> {
  let pauseMs = 250;
  while (!signal.aborted) {
    const armedAtMs = clock.monotonicMs();
    await server.track(() => bell.ring(), signal).catch(() => undefined);
    bell.ring();
    pauseMs = clock.monotonicMs() - armedAtMs > longestRearmMs ? 250 : Math.min(2 * pauseMs, longestRearmMs);
    await clock.sleep(pauseMs, signal).catch(() => undefined);
  }
}

/** Wakes a waiter; a ring while nobody waits is kept for the next. */
class Bell {
  #rung = false;
  #wake: (() => void) | undefined;

  ring(): void {
    this.#rung = true;
    this.#wake?.();
  }

  async wait(clock: Clock, maxMs: number, signal: AbortSignal): Promise<void> {
    if (!this.#rung) {
      const timer = new AbortController();
      const rung = new Promise<void>((resolve) => (this.#wake = resolve));
      const stop = () => timer.abort();
      signal.addEventListener('abort', stop);
      await Promise.race([rung, clock.sleep(maxMs, timer.signal).catch(() => undefined)]);
      signal.removeEventListener('abort', stop);
      timer.abort();
    }
    this.#rung = false;
    this.#wake = undefined;
  }
}
