import adbkit from '@devicefarmer/adbkit';
import type { Client, DeviceClient } from '@devicefarmer/adbkit';
import type { Socket } from 'node:net';

import type { Clock } from '../../platform/clock.js';
import { isFarmError } from '../../platform/errors.js';
import { workerError } from '../errors.js';
import { withDeadline } from './deadline.js';
import type { CallLimits } from './deadline.js';
import { ServiceStream, StreamEndedError } from './service-stream.js';

/** Where an adb server listens: the machine's own one, the small endpoint of virtual phones, or a tunnel's near end. */
export interface AdbEndpoint {
  readonly host: string;
  readonly port: number;
}

/** What the adb server says of a phone it knows. `device` means listed, which is not yet healthy. */
export interface ListedPhone {
  readonly adbSerial: string;
  readonly state: string;
}

const defaultControlDeadlineMs = 10_000;
/** How long after its start a server may not list every phone again: it tries phones over TCP every ten seconds. */
const settlesAfterMs = 15_000;

/**
 * The adb server as adbkit reaches it, with deadlines and this program's errors. adbkit is told a binary that does not
 * exist, so that it never starts a server behind the back of whoever supervises it.
 */
export class AdbServer {
  readonly endpoint: AdbEndpoint;
  readonly clock: Clock;
  readonly #client: Client;
  readonly #trackingClient: Client;
  /** When the tracker was last closed by the server's end. */
  #lostAtMs = -Infinity;

  constructor(endpoint: AdbEndpoint, clock: Clock) {
    this.endpoint = endpoint;
    this.clock = clock;
    // The idle timeout frees the sockets of calls that were given up; a quiet tracker must not have one.
    this.#client = createClient({ ...endpoint, timeout: 30_000 });
    this.#trackingClient = createClient(endpoint);
  }

  /** The adb protocol version of the server. Throws ADB_SERVER_LOST or ADB_TIMEOUT. */
  async version(limits: CallLimits = {}): Promise<number> {
    return await this.#call('ask adb version', limits, async () => await this.#client.version());
  }

  /** Every phone the server knows, in any state. Throws ADB_SERVER_LOST or ADB_TIMEOUT. */
  async listPhones(limits: CallLimits = {}): Promise<ListedPhone[]> {
    const devices = await this.#call('list phones', limits, async () => await this.#client.listDevices());
    return devices.map((device) => ({ adbSerial: device.id, state: device.type }));
  }

  /** Attaches a TCP phone. The state may still be `offline` or `unauthorized` afterwards: ask for it. */
  async connect(address: AdbEndpoint, limits: CallLimits = {}): Promise<void> {
    await this.#call(
      `connect ${address.host}:${address.port}`,
      { deadlineMs: 15_000, ...limits },
      async () => {
        await this.#client.connect(address.host, address.port);
      },
    );
  }

  /** Detaches a TCP phone; one that is not attached counts as detached. */
  async disconnect(address: AdbEndpoint, limits: CallLimits = {}): Promise<void> {
    const what = `disconnect ${address.host}:${address.port}`;
    try {
      await this.#call(what, limits, () => this.#detach(address));
    } catch (error) {
      if (!isFarmError(error, 'ADB_REFUSED')) throw error;
    }
  }

  /**
   * Calls `onChange` whenever the server's list of phones changes, until the server is lost (rejects with ADB_SERVER_LOST)
   * or the signal aborts (resolves). A phone that lost its power may stay listed for a minute: poll and probe besides.
   */
  async track(onChange: () => void, signal: AbortSignal): Promise<void> {
    const tracker = await this.#call(
      'track phones',
      { signal },
      async () => await this.#trackingClient.trackDevices(),
    );
    await new Promise<void>((resolve, reject) => {
      const lost = () => {
        this.#lostAtMs = this.clock.monotonicMs();
        reject(workerError('ADB_SERVER_LOST', 'the adb server closed the tracker of phones'));
      };
      tracker.on('changeSet', onChange);
      tracker.on('error', lost);
      tracker.on('end', () => (signal.aborted ? resolve() : lost()));
      signal.addEventListener('abort', () => {
        tracker.end();
        resolve();
      });
    });
  }

  /** Makes the server open its connection to a phone anew, as unplugging would. Throws ADB_REFUSED where it knows no such thing. */
  async reconnect(adbSerial: string, limits: CallLimits = {}): Promise<void> {
    const deadlineMs = limits.deadlineMs ?? defaultControlDeadlineMs;
    const what = `reconnect ${adbSerial}`;
    await withDeadline(this.clock, what, deadlineMs, limits.signal, async (signal) => {
      const connection = await this.#client.connection().catch((error: unknown) => {
        throw this.#blaming(adbkitError(what, error));
      });
      const stream = new ServiceStream(connection.getSocket() as Socket, signal);
      await this.#begin(stream, adbSerial, `host-serial:${adbSerial}:reconnect`);
      stream.destroy();
    });
  }

  /** Opens a service of a phone (`sync:`, `shell,v2,raw:…`). The signal ends opening and stream alike. */
  async openService(adbSerial: string, service: string, signal: AbortSignal): Promise<ServiceStream> {
    const stream = new ServiceStream(await this.#transport(adbSerial, signal), signal);
    await this.#begin(stream, adbSerial, service);
    return stream;
  }

  /**
   * Whether the server ended a moment ago, as the tracker saw it: whoever started it again, its phones and their streams were lost with it,
   * and none of them is to blame.
   */
  wasLostLately(): boolean {
    return this.clock.monotonicMs() - this.#lostAtMs < settlesAfterMs;
  }

  /** Which of the two was lost when a phone's stream ended early: the adb server, or the phone behind it. */
  async lossOf(adbSerial: string, cause: unknown): Promise<Error> {
    const lost = () =>
      workerError('ADB_SERVER_LOST', `the adb server was lost while ${adbSerial} was in use`, { cause });
    try {
      // Whoever restarts the server may be faster than this question; the tracker then ends before the answer is here.
      await this.version({ deadlineMs: 2_000 });
    } catch {
      return lost();
    }
    if (this.wasLostLately()) return lost();
    return workerError('PHONE_LOST', `phone ${adbSerial} was lost`, { cause, details: { adbSerial } });
  }

  /** A server that was started again does not know its phones for a moment: that it finds none is no loss of a phone. */
  #blaming(error: Error): Error {
    if (!isFarmError(error, 'PHONE_LOST') || !this.wasLostLately()) return error;
    return workerError('ADB_SERVER_LOST', `the adb server has started again: ${error.message}`, {
      cause: error,
    });
  }

  async #detach(address: AdbEndpoint): Promise<void> {
    await this.#client.disconnect(address.host, address.port);
  }

  /** Asks for a service on a fresh stream; destroys the stream when it is refused. */
  async #begin(stream: ServiceStream, adbSerial: string, service: string): Promise<void> {
    try {
      const name = Buffer.from(service);
      await stream.write(Buffer.concat([Buffer.from(name.length.toString(16).padStart(4, '0')), name]));
      const status = (await stream.read(4)).toString('latin1');
      if (status === 'OKAY') return;
      if (status !== 'FAIL') throw workerError('ADB_PROTOCOL', `adb answered ${JSON.stringify(status)}`);
      const length = Number.parseInt((await stream.read(4)).toString('latin1'), 16);
      throw this.#blaming(refusal(adbSerial, (await stream.read(length)).toString('utf8')));
    } catch (error) {
      stream.destroy();
      throw error instanceof StreamEndedError ? await this.lossOf(adbSerial, error) : error;
    }
  }

  async #transport(adbSerial: string, signal: AbortSignal): Promise<Socket> {
    const device: DeviceClient = this.#client.getDevice(adbSerial);
    try {
      const connection = await device.transport();
      const socket = connection.getSocket() as Socket;
      if (signal.aborted) socket.destroy();
      signal.throwIfAborted();
      return socket;
    } catch (error) {
      throw isFarmError(error) ? error : this.#blaming(adbkitError(adbSerial, error));
    }
  }

  async #call<T>(what: string, limits: CallLimits, action: () => Promise<T>): Promise<T> {
    const deadlineMs = limits.deadlineMs ?? defaultControlDeadlineMs;
    return await withDeadline(this.clock, what, deadlineMs, limits.signal, async () => {
      try {
        return await action();
      } catch (error) {
        throw this.#blaming(adbkitError(what, error));
      }
    });
  }
}

function createClient(options: AdbEndpoint & { timeout?: number }): Client {
  const client = adbkit.Adb.createClient({ ...options, bin: '/nonexistent/adb' });
  client.on('error', () => undefined);
  return client;
}

/** adbkit's own errors: a refusal has the server's text, anything else is the connection to the server. */
function adbkitError(subject: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const refused = /^Failure: '([\s\S]*)'$/.exec(message)?.[1];
  if (refused !== undefined) return refusal(subject, refused, error);
  if (/timeout/i.test(message)) return workerError('ADB_TIMEOUT', `${subject}: ${message}`, { cause: error });
  if (/unauthorized|failed to authenticate/.test(message)) return refusal(subject, message, error);
  if (/^(?:failed|unable|cannot|no such device|error: )/.test(message))
    return refusal(subject, message, error);
  // Where nobody listens adbkit tries to start a server, of the program that does not exist.
  const reason = message.includes('ENOENT') ? 'nobody listens at its port' : message;
  return workerError('ADB_SERVER_LOST', `${subject}: the adb server does not answer: ${reason}`, {
    cause: error,
  });
}

/** What the server's or the phone's refusal means. Texts: AOSP packages/modules/adb, transport.cpp and adb.cpp. */
function refusal(subject: string, text: string, cause?: unknown): Error {
  const options = { details: { subject, text }, ...(cause === undefined ? {} : { cause }) };
  if (/unauthorized|failed to authenticate/.test(text)) {
    return workerError('PHONE_UNAUTHORIZED', `${subject}: ${text}`, options);
  }
  if (/not found|offline|no devices|still connecting|device .*gone/.test(text)) {
    return workerError('PHONE_LOST', `${subject}: ${text}`, options);
  }
  // What adbd answers to a service that it does not have.
  const meaning = text === 'closed' ? ': it opens no shell for this host, or is older than Android 8.0' : '';
  return workerError('ADB_REFUSED', `${subject}: ${text}${meaning}`, options);
}
