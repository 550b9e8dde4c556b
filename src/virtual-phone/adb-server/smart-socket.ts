import type { Socket } from 'node:net';
import type { ByteReader } from '../adb-protocol/byte-reader.js';

/**
 * What clients and the server say to each other: a text with its length in four hexadecimal digits before it, answered by OKAY or
 * FAIL (AOSP OVERVIEW.TXT, SERVICES.TXT).
 */
export class SmartSocketError extends Error {}

/** The next request; `undefined` when the client has gone. @throws SmartSocketError */
export async function readRequest(reader: ByteReader): Promise<string | undefined> {
  const length = await reader.exactly(4);
  if (length === undefined) return undefined;
  const digits = length.toString('latin1');
  if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new SmartSocketError(`a length of '${digits}'`);
  const text = await reader.exactly(Number.parseInt(digits, 16));
  return text?.toString('utf8');
}

/** Longest text that four digits can announce. */
const maxTextBytes = 0xffff;

export function lengthAndText(text: string): Buffer {
  const bytes = Buffer.from(text).subarray(0, maxTextBytes);
  return Buffer.concat([Buffer.from(bytes.length.toString(16).padStart(4, '0')), bytes]);
}

export function okay(socket: Socket, text?: string): void {
  socket.write('OKAY');
  if (text !== undefined) socket.write(lengthAndText(text));
}

export function fail(socket: Socket, message: string): void {
  socket.write('FAIL');
  socket.end(lengthAndText(message));
}
