import { isFarmError } from '../../platform/errors.js';
import { workerError } from '../errors.js';
import type { AdbServer } from './adb-server.js';
import type { CallLimits } from './deadline.js';
import { withDeadline } from './deadline.js';
import { checkedPhonePath } from './names.js';
import type { ServiceStream } from './service-stream.js';
import { Watchdog } from './watchdog.js';

/** A file to be put on the phone. */
export interface PushFile {
  readonly path: string;
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
  /** Permission bits; the phone copies the owner's to group and others. Default 0o644. */
  readonly mode?: number;
}

export interface TransferOptions extends CallLimits {
  /**
   * How long a transfer may stand still before it fails with ADB_TIMEOUT, besides the time in which a slow phone takes what the
   * sockets on the way hold of a push. Default 15 s.
   */
  readonly stallMs?: number;
}

/** What the phone says of a path. */
export interface PhoneFileStatus {
  readonly mode: number;
  readonly sizeBytes: number;
}

const maxDataBytes = 64 * 1024;
const defaultStallMs = 15_000;
const defaultTransferDeadlineMs = 10 * 60_000;
const regularFile = 0o100000;
/** What the sockets between here and a phone may hold (Linux, tcp_wmem and tcp_rmem), and the slowest link that is waited for. */
const heldBytes = 8_000_000;
const slowestBytesPerMs = 200;

/**
 * Writes files to the phone over one sync session, one after the other. Resolves when the phone has acknowledged the
 * last byte of each. Throws PUSH_REFUSED with the phone's own words, PHONE_NO_SPACE, PHONE_LOST, ADB_TIMEOUT.
 */
export async function pushFiles(
  server: AdbServer,
  adbSerial: string,
  files: readonly PushFile[],
  options: TransferOptions = {},
): Promise<void> {
  for (const file of files) checkedPhonePath(file.path);
  await inSync(server, adbSerial, `push to ${adbSerial}`, options, async (stream, touch) => {
    for (const file of files) await pushFile(stream, file, touch);
  });
}

/**
 * Reads a whole file of the phone. Throws PULL_REFUSED when it is missing, unreadable, or longer than `maxBytes`, and when
 * the phone sent another number of bytes than it had announced.
 */
export async function pullFile(
  server: AdbServer,
  adbSerial: string,
  path: string,
  maxBytes: number,
  options: TransferOptions = {},
): Promise<Buffer> {
  checkedPhonePath(path);
  return await inSync(server, adbSerial, `pull from ${adbSerial}`, options, async (stream, touch) => {
    const status = await statusOf(stream, path);
    if (status === undefined)
      throw workerError('PULL_REFUSED', `${path} is not on the phone`, { details: { path } });
    if (status.sizeBytes > maxBytes) {
      throw workerError('PULL_REFUSED', `${path} has ${status.sizeBytes} bytes, more than ${maxBytes}`);
    }
    const content = await receive(stream, path, maxBytes, touch);
    if (content.length === status.sizeBytes) return content;
    throw workerError(
      'PULL_REFUSED',
      `${path}: ${content.length} bytes came in place of ${status.sizeBytes}`,
    );
  });
}

/** Mode and size of a path on the phone; `undefined` when it is not there. */
export async function fileStatus(
  server: AdbServer,
  adbSerial: string,
  path: string,
  options: TransferOptions = {},
): Promise<PhoneFileStatus | undefined> {
  checkedPhonePath(path);
  return await inSync(server, adbSerial, `stat on ${adbSerial}`, options, (stream) => statusOf(stream, path));
}

async function pushFile(
  stream: ServiceStream,
  file: PushFile,
  touch: (patienceMs?: number) => void,
): Promise<void> {
  const target = Buffer.from(`${file.path},${regularFile | (file.mode ?? 0o644)}`);
  await stream.write(request('SEND', target.length, target));
  const answer = readAnswer(stream, file.path);
  answer.catch(() => undefined);
  const refused = answer.then(
    () => undefined,
    (error: unknown) => error,
  );
  let sentBytes = 0;
  for await (const chunk of dataChunks(file.content)) {
    const failure = await Promise.race([stream.write(request('DATA', chunk.length, chunk)), refused]);
    if (failure !== undefined) throw failure as Error;
    sentBytes += chunk.length;
    touch();
  }
  await stream.write(request('DONE', 0));
  touch(Math.min(sentBytes, heldBytes) / slowestBytesPerMs);
  await answer;
  touch();
}

/** OKAY, or FAIL with the phone's text. A refusal comes at any time, so it is awaited while data still flows. */
async function readAnswer(stream: ServiceStream, path: string): Promise<void> {
  const { id, length } = await readHeader(stream);
  if (id === 'OKAY') return;
  if (id !== 'FAIL') throw workerError('ADB_PROTOCOL', `the phone answered ${JSON.stringify(id)} to a push`);
  const text = (await stream.read(length)).toString('utf8');
  const code = /no space left|disk quota/i.test(text) ? 'PHONE_NO_SPACE' : 'PUSH_REFUSED';
  throw workerError(code, `${path}: ${text}`, { details: { path, text } });
}

async function statusOf(stream: ServiceStream, path: string): Promise<PhoneFileStatus | undefined> {
  const name = Buffer.from(path);
  await stream.write(request('STAT', name.length, name));
  const answer = await stream.read(16);
  if (answer.toString('latin1', 0, 4) !== 'STAT')
    throw workerError('ADB_PROTOCOL', 'the phone did not answer STAT');
  const mode = answer.readUInt32LE(4);
  return mode === 0 ? undefined : { mode, sizeBytes: answer.readUInt32LE(8) };
}

async function receive(
  stream: ServiceStream,
  path: string,
  maxBytes: number,
  touch: () => void,
): Promise<Buffer> {
  const name = Buffer.from(path);
  await stream.write(request('RECV', name.length, name));
  const chunks: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const { id, length } = await readHeader(stream);
    if (id === 'DONE') return Buffer.concat(chunks);
    if (id !== 'DATA' && id !== 'FAIL')
      throw workerError('ADB_PROTOCOL', `the phone answered ${JSON.stringify(id)}`);
    if (length > maxDataBytes)
      throw workerError('ADB_PROTOCOL', `the phone announced ${length} bytes at once`);
    const payload = await stream.read(length);
    if (id === 'FAIL')
      throw workerError('PULL_REFUSED', `${path}: ${payload.toString('utf8')}`, { details: { path } });
    bytes += length;
    if (bytes > maxBytes) throw workerError('PULL_REFUSED', `${path} grew beyond ${maxBytes} bytes`);
    chunks.push(payload);
    touch();
  }
}

async function inSync<T>(
  server: AdbServer,
  adbSerial: string,
  what: string,
  options: TransferOptions,
  action: (stream: ServiceStream, touch: (patienceMs?: number) => void) => Promise<T>,
): Promise<T> {
  const deadlineMs = options.deadlineMs ?? defaultTransferDeadlineMs;
  const stallMs = options.stallMs ?? defaultStallMs;
  return await withDeadline(server.clock, what, deadlineMs, options.signal, async (callSignal) => {
    const stall = new AbortController();
    const signal = AbortSignal.any([callSignal, stall.signal]);
    const watchdog = new Watchdog(server.clock, stallMs, () =>
      stall.abort(workerError('ADB_TIMEOUT', `${what}: nothing moved for ${stallMs} ms`)),
    );
    let stream: ServiceStream | undefined;
    try {
      stream = await server.openService(adbSerial, 'sync:', signal);
      const result = await action(stream, (patienceMs) => watchdog.touch(patienceMs));
      await stream.write(request('QUIT', 0));
      return result;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (isFarmError(error)) throw error;
      throw await server.lossOf(adbSerial, error);
    } finally {
      watchdog.stop();
      stream?.destroy();
    }
  });
}

async function readHeader(stream: ServiceStream): Promise<{ id: string; length: number }> {
  const header = await stream.read(8);
  return { id: header.toString('latin1', 0, 4), length: header.readUInt32LE(4) };
}

function request(id: string, number: number, payload?: Uint8Array): Buffer {
  const header = Buffer.alloc(8);
  header.write(id, 0, 'latin1');
  header.writeUInt32LE(number, 4);
  return payload === undefined ? header : Buffer.concat([header, payload]);
}

async function* dataChunks(content: PushFile['content']): AsyncGenerator<Uint8Array> {
  const parts = content instanceof Uint8Array ? [content] : content;
  for await (const part of parts) {
    for (let start = 0; start < part.length; start += maxDataBytes) {
      yield part.subarray(start, start + maxDataBytes);
    }
  }
}
