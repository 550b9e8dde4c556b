import { isFarmError } from '../../platform/errors.js';
import { workerError } from '../errors.js';
import type { AdbServer } from './adb-server.js';
import { withDeadline } from './deadline.js';
import type { CallLimits } from './deadline.js';
import { StreamEndedError } from './service-stream.js';
import type { ServiceStream } from './service-stream.js';

/** What a command on the phone left behind. It ended by itself: anything else is an error. */
export interface ShellResult {
  readonly exitCode: number;
  readonly stdout: Buffer;
  /** Empty where the phone cannot split the two streams; then stdout holds both. */
  readonly stderr: Buffer;
  /** From the phone's taking the command to its exit code, on the host's clock. */
  readonly durationMs: number;
}

type ShellOutput = Omit<ShellResult, 'durationMs'>;

export interface ShellOptions extends CallLimits {
  /** Most bytes of output that are kept before the call fails with PHONE_OUTPUT_TOO_LONG. Default 16 MiB. */
  readonly maxOutputBytes?: number;
}

const defaultShellDeadlineMs = 30_000;
const defaultMaxOutputBytes = 16 * 1024 * 1024;

/** Packet ids of shell protocol v2: AOSP packages/modules/adb/shell_protocol.h. */
const shellPacket = { stdout: 1, stderr: 2, exit: 3 } as const;

/**
 * Runs a command line in the phone's shell over protocol v2. Aborting closes the stream, on which the phone hangs up on
 * the shell alone: a command that must die with it has to be started with `exec`, or killed by its pid.
 */
export async function shellV2(
  server: AdbServer,
  adbSerial: string,
  commandText: string,
  options: ShellOptions,
): Promise<ShellResult> {
  return await inService(server, adbSerial, `shell,v2,raw:${commandText}`, options, async (stream) => {
    const output = new BoundedOutput(options.maxOutputBytes ?? defaultMaxOutputBytes);
    for (;;) {
      const header = await stream.read(5);
      const payload = await stream.read(header.readUInt32LE(1));
      if (header[0] === shellPacket.stdout) output.stdout(payload);
      else if (header[0] === shellPacket.stderr) output.stderr(payload);
      else if (header[0] === shellPacket.exit) return output.result(payload[0] ?? 255);
    }
  });
}

const sentinel = 'latency-farm-exit-code:';

/** The same for phones that know no protocol v2: both streams in one, the exit code as its last line. */
export async function shellWithSentinel(
  server: AdbServer,
  adbSerial: string,
  commandText: string,
  options: ShellOptions,
): Promise<ShellResult> {
  const service = `exec:( ${commandText}\n) 2>&1; code=$?; echo; echo ${sentinel}$code`;
  return await inService(server, adbSerial, service, options, async (stream) => {
    const output = new BoundedOutput(options.maxOutputBytes ?? defaultMaxOutputBytes);
    for (let chunk = await stream.readSome(); chunk !== undefined; chunk = await stream.readSome()) {
      output.stdout(chunk);
    }
    return splitSentinel(output.result(0).stdout);
  });
}

/** Cuts the sentinel line off merged output. Throws StreamEndedError where it is missing: the command did not end. */
export function splitSentinel(merged: Buffer): ShellOutput {
  const at = merged.lastIndexOf(`\n${sentinel}`);
  const exitCode =
    at < 0 ? undefined : /^(\d{1,3})\s*$/.exec(merged.toString('latin1', at + 1 + sentinel.length))?.[1];
  if (exitCode === undefined) throw new StreamEndedError('the output ended without an exit code');
  return { exitCode: Number(exitCode), stdout: merged.subarray(0, at), stderr: Buffer.alloc(0) };
}

async function inService(
  server: AdbServer,
  adbSerial: string,
  service: string,
  options: ShellOptions,
  read: (stream: ServiceStream) => Promise<ShellOutput>,
): Promise<ShellResult> {
  const deadlineMs = options.deadlineMs ?? defaultShellDeadlineMs;
  const what = `shell on ${adbSerial}`;
  return await withDeadline(server.clock, what, deadlineMs, options.signal, async (signal) => {
    const stream = await server.openService(adbSerial, service, signal);
    const startedAtMs = server.clock.monotonicMs();
    try {
      const output = await read(stream);
      return { ...output, durationMs: server.clock.monotonicMs() - startedAtMs };
    } catch (error) {
      if (isFarmError(error) || signal.aborted) throw error;
      throw await server.lossOf(adbSerial, error);
    } finally {
      stream.destroy();
    }
  });
}

class BoundedOutput {
  readonly #stdout: Buffer[] = [];
  readonly #stderr: Buffer[] = [];
  #bytes = 0;

  constructor(private readonly maxBytes: number) {}

  stdout(chunk: Buffer): void {
    this.#add(this.#stdout, chunk);
  }

  stderr(chunk: Buffer): void {
    this.#add(this.#stderr, chunk);
  }

  result(exitCode: number): ShellOutput {
    return { exitCode, stdout: Buffer.concat(this.#stdout), stderr: Buffer.concat(this.#stderr) };
  }

  #add(chunks: Buffer[], chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.maxBytes) {
      throw workerError('PHONE_OUTPUT_TOO_LONG', `the command printed more than ${this.maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
}
