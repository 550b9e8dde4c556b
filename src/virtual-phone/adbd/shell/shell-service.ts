import type { AdbStream } from '../../adb-protocol/adb-stream.js';
import { ByteReader } from '../../adb-protocol/byte-reader.js';
import { encodeFrame, frameId, readFrame } from './shell-protocol.js';

/** A command that runs on the phone. */
export interface ShellProcess {
  readonly stdout: AsyncIterable<Buffer>;
  readonly stderr: AsyncIterable<Buffer>;
  /** Resolves when the command can take more, or is gone. */
  readonly writeStdin: (data: Buffer) => Promise<void>;
  readonly endStdin: () => void;
  /** SIGHUP: to the shell alone, or to all it has started in the foreground. */
  readonly hangUp: (scope: 'shell' | 'group') => void;
  /** 128 + signal number when a signal ended it. */
  readonly exitStatus: Promise<number>;
}

export type StartShell = (commandText: string) => ShellProcess;

/**
 * `shell,v2:` — output and errors apart, and the exit status. When the stream is closed only the shell itself is hung up
 * (AOSP shell_service.cpp): a process that it has started lives on.
 */
export async function runShellV2(stream: AdbStream, commandText: string, start: StartShell): Promise<void> {
  const process = start(commandText);
  stream.onOver(() => process.hangUp('shell'));
  feedFrames(new ByteReader(stream), process).catch(() => stream.destroy());
  await Promise.all([
    forward(process.stdout, stream, (data) => encodeFrame(frameId.stdout, data)),
    forward(process.stderr, stream, (data) => encodeFrame(frameId.stderr, data)),
  ]);
  await stream.write(encodeFrame(frameId.exit, Buffer.from([await process.exitStatus])));
  stream.end();
}

/**
 * `shell:` and `exec:` — one raw stream both ways and no exit status. Closing it is a hang-up of the terminal: all that runs
 * in the foreground ends.
 */
export async function runShellV1(stream: AdbStream, commandText: string, start: StartShell): Promise<void> {
  const process = start(commandText);
  stream.onOver(() => process.hangUp('group'));
  feedRaw(stream, process).catch(() => stream.destroy());
  const asIs = (data: Buffer): Buffer => data;
  await Promise.all([forward(process.stdout, stream, asIs), forward(process.stderr, stream, asIs)]);
  await process.exitStatus;
  stream.end();
}

async function forward(
  source: AsyncIterable<Buffer>,
  stream: AdbStream,
  encode: (data: Buffer) => Buffer,
): Promise<void> {
  for await (const data of source) await stream.write(encode(data));
}

/** @throws ShellFrameError for a host that does not speak the protocol. */
async function feedFrames(reader: ByteReader, process: ShellProcess): Promise<void> {
  for (let frame = await readFrame(reader); frame !== undefined; frame = await readFrame(reader)) {
    if (frame.id === frameId.stdin) await process.writeStdin(frame.payload);
    else if (frame.id === frameId.closeStdin) process.endStdin();
  }
  process.endStdin();
}

async function feedRaw(stream: AdbStream, process: ShellProcess): Promise<void> {
  for await (const data of stream) await process.writeStdin(data);
  process.endStdin();
}
