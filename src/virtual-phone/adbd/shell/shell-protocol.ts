import type { ByteReader } from '../../adb-protocol/byte-reader.js';

/** Frames of the shell protocol, version 2: an id byte and a length (AOSP shell_protocol.h). */
export const frameId = { stdin: 0, stdout: 1, stderr: 2, exit: 3, closeStdin: 4, windowSize: 5 } as const;

const headerBytes = 5;
/** A frame of a host is part of one packet, so it is never longer than a packet's payload. */
const maxFrameBytes = 1024 * 1024;

export interface ShellFrame {
  readonly id: number;
  readonly payload: Buffer;
}

export function encodeFrame(id: number, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(headerBytes + payload.length);
  frame[0] = id;
  frame.writeUInt32LE(payload.length, 1);
  frame.set(payload, headerBytes);
  return frame;
}

/** Thrown for bytes that are no frame of the shell protocol. */
export class ShellFrameError extends Error {}

/** The next frame; `undefined` at the end. @throws ShellFrameError when its length cannot be. */
export async function readFrame(reader: ByteReader): Promise<ShellFrame | undefined> {
  const header = await reader.exactly(headerBytes);
  if (header === undefined) return undefined;
  const length = header.readUInt32LE(1);
  if (length > maxFrameBytes) throw new ShellFrameError(`a frame of ${length} bytes`);
  const payload = await reader.exactly(length);
  return payload === undefined ? undefined : { id: header.readUInt8(0), payload };
}
